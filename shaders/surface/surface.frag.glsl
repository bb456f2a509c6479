uniform sampler2D uMarks;
uniform ivec2 uSize;
uniform sampler2D uPreviousMarks;
uniform ivec2 uPreviousSize;
uniform float uMorph;
uniform sampler2D uColorMap;
uniform float uColorCount;
uniform float uShowMarks;
uniform float uShowContours;
uniform vec3 uEdgeColor;
// Device pixels per CSS pixel, and the origin of this tile in the whole picture, in device pixels, y up.
uniform float uPixelRatio;
uniform vec2 uTileOrigin;
// The origin of the patterns, in CSS pixels, y up: the middle of the surface, so that they move with it.
uniform vec2 uPatternOrigin;

in vec2 vPlace;
in vec3 vNormal;
in float vLevel;
in float vColor;

out vec4 outColor;

bool isDrawn(ivec2 cell) {
  bool inside = all(greaterThanEqual(cell, ivec2(0))) && all(lessThan(cell, uSize - 1));
  return inside && texelFetch(uMarks, cell, 0).g > 0.5;
}

// A soft light from above and left of the viewer. The sign of a slope is visible from every side, and colours stay close to those of the
// legend.
float lightOn(vec3 normal) {
  const vec3 LIGHT = vec3(-0.40, 0.72, 0.57);
  float facing = 0.5 + 0.5 * dot(normal, LIGHT);
  float grazing = 1.0 - abs(normal.z);
  return mix(0.50, 1.03, facing * facing * (3.0 - 2.0 * facing)) - 0.10 * grazing * grazing * grazing;
}

// Coverage by the rim of the surface, along the slice's border and around holes.
float coverByRim(ivec2 cell, vec2 steps) {
  vec2 inside = vPlace - vec2(cell);
  vec2 low = inside / max(steps, vec2(1e-6));
  vec2 high = (1.0 - inside) / max(steps, vec2(1e-6));
  float away = 1e6;
  if (!isDrawn(cell - ivec2(1, 0))) away = min(away, low.x);
  if (!isDrawn(cell + ivec2(1, 0))) away = min(away, high.x);
  if (!isDrawn(cell - ivec2(0, 1))) away = min(away, low.y);
  if (!isDrawn(cell + ivec2(0, 1))) away = min(away, high.y);
  return 1.0 - smoothstep(uPixelRatio - 0.5, uPixelRatio + 0.5, away);
}

void main() {
  ivec2 cell = clamp(ivec2(floor(vPlace)), ivec2(0), uSize - 2);
  vec2 steps = vec2(changePerPixel(vPlace.x), changePerPixel(vPlace.y));
  float contour = coverByContour(vLevel, uPixelRatio);
  vec4 weights = weighClasses(uMarks, uSize, vPlace);
  float outline = coverByOutline(weights, steps, uPixelRatio);
  // Discards only after all derivatives: they are undefined once a neighbouring pixel is discarded.
  if (!isDrawn(cell)) discard;

  float position = (clamp(vColor, 0.0, 1.0) * (uColorCount - 1.0) + 0.5) / uColorCount;
  vec3 color = texture(uColorMap, vec2(position, 0.5)).rgb;

  int present = chooseClass(weights);
  int previous = present;
  if (uMorph < 1.0) {
    vec2 previousPlace = vPlace / vec2(uSize - 1) * vec2(uPreviousSize - 1);
    previous = chooseClass(weighClasses(uPreviousMarks, uPreviousSize, previousPlace));
  }
  vec3 tinted = mix(tintByClass(color, previous), tintByClass(color, present), uMorph);
  color = mix(color, tinted, uShowMarks);

  vec3 normal = normalize(gl_FrontFacing ? vNormal : -vNormal);
  float light = lightOn(normal) * (gl_FrontFacing ? 1.0 : 0.72);
  color = encodeSrgb(decodeSrgb(color) * light);
  color = mix(color, color * 0.32, contour * uShowContours);

  vec2 pixel = (gl_FragCoord.xy + uTileOrigin) / uPixelRatio - uPatternOrigin;
  float softness = 0.5 / uPixelRatio;
  vec4 oldPattern = patternOfClass(previous, pixel, softness);
  vec4 newPattern = patternOfClass(present, pixel, softness);
  color = mix(color, oldPattern.rgb, oldPattern.a * uShowMarks * (1.0 - uMorph));
  color = mix(color, newPattern.rgb, newPattern.a * uShowMarks * uMorph);
  color = mix(color, uHatchColor, outline * uShowMarks * uMorph);

  color = mix(color, uEdgeColor, 0.55 * coverByRim(cell, steps));
  outColor = vec4(color, 1.0);
}
