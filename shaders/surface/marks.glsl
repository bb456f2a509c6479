// Classes in the order of POINT_CLASSES.
const int NONCONVEX_CURVATURE = 0;
const int NONCONVEX_CHORD = 1;
const int UNDECIDED = 3;

uniform vec3 uNonconvexColor;
uniform vec3 uHatchColor;
uniform vec3 uUndecidedColor;
// How much of the surface's own colour the fill of a mark covers.
uniform float uFillStrength;

int readClass(sampler2D marks, ivec2 size, ivec2 point) {
  return int(texelFetch(marks, clamp(point, ivec2(0), size - 1), 0).r * 255.0 + 0.5);
}

// What an outline separates: the two ways of not being convex, and everything else.
int kindOf(int pointClass) {
  return pointClass == NONCONVEX_CURVATURE || pointClass == NONCONVEX_CHORD ? pointClass : 2;
}

// Each point owns its cell, half a step each way:  +-------+
//                                                  |   o   |
//                                                  +-------+
vec4 fillOfClass(int pointClass) {
  if (kindOf(pointClass) != 2) return vec4(uNonconvexColor, uFillStrength);
  return pointClass == UNDECIDED ? vec4(uUndecidedColor, uFillStrength * 0.3) : vec4(uUndecidedColor, 0.0);
}

// Lines in screen space keep their width and direction from every side, so they always match the legend:
// rising "/" for curvature, falling "\" for chords. pixel is in CSS pixels, y up.
float coverByHatch(vec2 pixel, float direction, float softness) {
  const float PERIOD = 6.5;
  const float HALF_WIDTH = 0.75;
  float across = (pixel.x - direction * pixel.y) * 0.70710678;
  float away = abs(fract(across / PERIOD) - 0.5) * PERIOD;
  return 1.0 - smoothstep(HALF_WIDTH - softness, HALF_WIDTH + softness, away);
}

float coverByStipple(vec2 pixel, float softness) {
  const float PERIOD = 5.5;
  vec2 place = pixel / PERIOD;
  place.x += mod(floor(place.y), 2.0) * 0.5;
  float away = length(fract(place) - 0.5) * PERIOD;
  return 1.0 - smoothstep(1.0 - softness, 1.0 + softness, away);
}

vec4 patternOfClass(int pointClass, vec2 pixel, float softness) {
  if (pointClass == NONCONVEX_CURVATURE) return vec4(uHatchColor, 0.85 * coverByHatch(pixel, 1.0, softness));
  if (pointClass == NONCONVEX_CHORD) return vec4(uHatchColor, 0.85 * coverByHatch(pixel, -1.0, softness));
  if (pointClass == UNDECIDED) return vec4(uUndecidedColor, 0.8 * coverByStipple(pixel, softness));
  return vec4(uHatchColor, 0.0);
}

// Coverage by the outline of a region: the distance, in pixels, to the nearest side or corner of the point's cell beyond
// which the kind is another. steps is grid steps per pixel.
float coverByOutline(sampler2D marks, ivec2 size, vec2 place, vec2 steps, float pixelRatio) {
  ivec2 point = ivec2(round(place));
  int kind = kindOf(readClass(marks, size, point));
  vec2 offset = place - vec2(point);
  ivec2 side = ivec2(offset.x < 0.0 ? -1 : 1, offset.y < 0.0 ? -1 : 1);
  vec2 gap = (0.5 - abs(offset)) / max(steps, vec2(1e-6));
  float away = 1e6;
  if (kindOf(readClass(marks, size, point + ivec2(side.x, 0))) != kind) away = min(away, gap.x);
  if (kindOf(readClass(marks, size, point + ivec2(0, side.y))) != kind) away = min(away, gap.y);
  if (kindOf(readClass(marks, size, point + side)) != kind) away = min(away, length(gap));
  float halfWidth = 0.85 * pixelRatio;
  float line = 1.0 - smoothstep(halfWidth - 0.5, halfWidth + 0.5, away);
  // Where cells are smaller than a pixel the outline would be the whole region.
  return line * (1.0 - smoothstep(0.3, 0.8, max(steps.x, steps.y) * pixelRatio));
}
