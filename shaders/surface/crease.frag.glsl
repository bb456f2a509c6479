uniform float uPixelRatio;
uniform float uCasing;
// Scene units per CSS pixel at the middle of the picture: dashes keep their length on screen from any distance.
uniform float uUnitsPerPixel;
uniform vec3 uConcaveColor;
uniform vec3 uConvexColor;
uniform vec3 uCasingColor;

in float vAlong;
in vec2 vAcross;
in float vHalfWidth;
in vec2 vStyle;

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
  vec3 color = isConvex ? uConvexColor : uConcaveColor;
  float opacity = mix(isConvex ? 0.25 : 0.35, isConvex ? 0.8 : 1.0, strength);
  // The casing keeps a line readable on a ground of its own lightness; where lines crowd it would only grey the surface.
  float casing = whole * 0.55 * strength * strength;
  float alpha = mix(casing, 1.0, core) * dash * opacity;
  if (alpha < 0.004) discard;
  outColor = vec4(mix(uCasingColor, color, core), alpha);
}
