uniform float uPixelRatio;
uniform float uCasing;
// Scene units per CSS pixel at the middle of the picture. With it, dashes have the same length on screen at any distance.
uniform float uUnitsPerPixel;
uniform vec3 uConcaveColor;
// Colours on a dark and on a light background.
uniform vec3 uConvexLight;
uniform vec3 uConvexDark;
uniform vec3 uCasingColor;

in float vAlong;
in vec2 vAcross;
in float vHalfWidth;
in vec2 vStyle;
in float vGround;

out vec4 outColor;

// CSS pixels.
const float DASH = 6.0;
const float PERIOD = 10.0;

float coverByDash(float place) {
  float softness = 0.5 / uPixelRatio;
  float away = abs(mod(place, PERIOD) - 0.5 * DASH);
  away = min(away, PERIOD - away);
  return 1.0 - smoothstep(0.5 * DASH - softness, 0.5 * DASH + softness, away);
}

void main() {
  bool isConvex = vStyle.x > 0.5;
  float strength = vStyle.y;
  float away = abs(vAcross.x / vAcross.y);
  float softness = 0.5 / uPixelRatio;
  float core = 1.0 - smoothstep(vHalfWidth - softness, vHalfWidth + softness, away);
  float whole = 1.0 - smoothstep(vHalfWidth + uCasing - softness, vHalfWidth + uCasing + softness, away);
  float dash = isConvex ? coverByDash(vAlong / uUnitsPerPixel) : 1.0;
  vec3 convexColor = mix(uConvexLight, uConvexDark, smoothstep(0.32, 0.42, vGround));
  vec3 color = isConvex ? convexColor : uConcaveColor;
  float opacity = mix(0.3, isConvex ? 0.8 : 1.0, strength * strength);
  // The light casing separates the dark line from the dark lines of the hatch. Dashes have no casing, because they would look woven.
  float casing = isConvex ? 0.0 : 0.6 * whole * strength;
  float alpha = mix(casing, 1.0, core) * dash * opacity;
  if (alpha < 0.004) discard;
  outColor = vec4(mix(uCasingColor, color, core), alpha);
}
