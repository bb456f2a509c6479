uniform sampler2D uMarks;
uniform sampler2D uSky;
uniform sampler2D uPreviousSky;
uniform ivec2 uSize;
uniform sampler2D uPreviousMarks;
uniform ivec2 uPreviousSize;
uniform float uMorph;
uniform sampler2D uColorMap;
uniform float uColorCount;
uniform float uShowMarks;
uniform float uShowContours;
uniform vec3 uEdgeColor;
// 1 while the flat top is drawn, which stands for all losses above the range of the heights, else 0; and its colour.
uniform float uTop;
uniform vec3 uCutColor;
// 1 where losses lie above that range, else 0: a surface that ends exactly there is not cut.
uniform float uHasCut;
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

// A soft light from above and left of the viewer: the sign of a slope is visible from every side.
float lightOn(vec3 normal) {
  const vec3 LIGHT = vec3(-0.48, 0.70, 0.53);
  float facing = 0.5 + 0.5 * dot(normal, LIGHT);
  return mix(0.46, 1.16, facing * facing * (3.0 - 2.0 * facing));
}

// The part of the sky that this place sees: valleys are darker, ridges lighter, from every side.
float lightOfSky(vec2 place) {
  vec2 part = place / vec2(uSize - 1);
  vec2 size = vec2(textureSize(uSky, 0));
  float sky = texture(uSky, (part * (size - 1.0) + 0.5) / size).r;
  if (uMorph < 1.0) {
    vec2 previousSize = vec2(textureSize(uPreviousSky, 0));
    sky = mix(texture(uPreviousSky, (part * (previousSize - 1.0) + 0.5) / previousSize).r, sky, uMorph);
  }
  return mix(0.45, 1.12, sky * sky);
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

// The line at which the heights are cut flat.
float coverByCut(float level, float pixelRatio) {
  float away = abs(level - 1.0) / max(changePerPixel(level), 1e-9);
  return 1.0 - smoothstep(0.6 * pixelRatio - 0.5, 0.6 * pixelRatio + 0.5, away);
}

void main() {
  ivec2 cell = clamp(ivec2(floor(vPlace)), ivec2(0), uSize - 2);
  vec2 steps = vec2(changePerPixel(vPlace.x), changePerPixel(vPlace.y));
  float contour = coverByContour(vLevel, uPixelRatio);
  float cutLine = coverByCut(vLevel, uPixelRatio);
  vec4 weights = weighClasses(uMarks, uSize, vPlace);
  float edge = placeEdge(uMarks, uSize, vPlace, weights);
  vec2 outline = coverByOutline(edge, steps, uPixelRatio);
  // Discards only after all derivatives: they are undefined once a neighbouring pixel is discarded.
  bool isCut = vLevel > 1.0;
  if (!isDrawn(cell) || isCut != (uTop > 0.5)) discard;

  float position = (clamp(vColor, 0.0, 1.0) * (uColorCount - 1.0) + 0.5) / uColorCount;
  vec3 color = texture(uColorMap, vec2(position, 0.5)).rgb;
  if (isCut) color = uCutColor;

  int present = chooseClass(weights, edge);
  int previous = present;
  if (uMorph < 1.0) {
    vec2 previousPlace = vPlace / vec2(uSize - 1) * vec2(uPreviousSize - 1);
    vec4 previousWeights = weighClasses(uPreviousMarks, uPreviousSize, previousPlace);
    previous = chooseClass(previousWeights, placeEdge(uPreviousMarks, uPreviousSize, previousPlace, previousWeights));
  }
  vec3 tinted = mix(tintByClass(color, previous), tintByClass(color, present), uMorph);
  color = mix(color, tinted, uShowMarks);

  vec3 normal = normalize(gl_FrontFacing ? vNormal : -vNormal);
  float light = lightOn(normal) * (isCut ? 1.0 : lightOfSky(vPlace)) * (gl_FrontFacing ? 1.0 : 0.72);
  color = encodeSrgb(decodeSrgb(color) * light);
  // Contours are faint inside the hatching, so that the two do not cross.
  float contourShare = isNonconvex(present) ? mix(1.0, CONTOURS_IN_HATCH, uShowMarks) : 1.0;
  color = mix(color, color * 0.4, contour * uShowContours * contourShare);

  vec2 pixel = (gl_FragCoord.xy + uTileOrigin) / uPixelRatio - uPatternOrigin;
  float softness = 0.5 / uPixelRatio;
  color = paintPattern(color, previous, pixel, softness, uShowMarks * (1.0 - uMorph));
  color = paintPattern(color, present, pixel, softness, uShowMarks * uMorph);
  color = hatch(color, outline, uShowMarks * uMorph);

  color = mix(color, uEdgeColor, 0.6 * uHasCut * cutLine);
  color = mix(color, uEdgeColor, 0.55 * coverByRim(cell, steps));
  outColor = vec4(color, 1.0);
}
