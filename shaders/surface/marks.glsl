// Classes in the order of POINT_CLASSES.
const int NONCONVEX_CURVATURE = 0;
const int NONCONVEX_CHORD = 1;
const int CONVEX = 2;
const int UNDECIDED = 3;

uniform vec3 uNonconvexColor;
uniform vec3 uHatchColor;
uniform vec3 uUndecidedColor;
// Opacity of the fill of a mark over the surface's own colour.
uniform float uFillStrength;

int readClass(sampler2D marks, ivec2 size, ivec2 point) {
  return int(texelFetch(marks, clamp(point, ivec2(0), size - 1), 0).r * 255.0 + 0.5);
}

// The weight of each group of classes around a position: x curvature, y chord, z undecided, w everything else. The nine points around it
// have the weights of the quadratic B-spline, so regions have smooth outlines. At a grid point its own weight is (3/4)² > 1/2, so every
// point is shown as its own class.
//
//   weights at a grid point, per axis:   1/8   3/4   1/8
vec4 weighClasses(sampler2D marks, ivec2 size, vec2 place) {
  ivec2 point = ivec2(round(place));
  vec2 offset = place - vec2(point);
  vec2 before = 0.5 * (0.5 - offset) * (0.5 - offset);
  vec2 after = 0.5 * (0.5 + offset) * (0.5 + offset);
  vec2 here = 1.0 - before - after;
  vec4 weights = vec4(0.0);
  for (int row = -1; row <= 1; row++) {
    float along = row < 0 ? before.y : row > 0 ? after.y : here.y;
    for (int column = -1; column <= 1; column++) {
      float across = column < 0 ? before.x : column > 0 ? after.x : here.x;
      int pointClass = readClass(marks, size, point + ivec2(column, row));
      weights += along * across * vec4(
        pointClass == NONCONVEX_CURVATURE,
        pointClass == NONCONVEX_CHORD,
        pointClass == UNDECIDED,
        pointClass != NONCONVEX_CURVATURE && pointClass != NONCONVEX_CHORD && pointClass != UNDECIDED
      );
    }
  }
  return weights;
}

// The class shown at a position; CONVEX stands for all classes without a mark.
int chooseClass(vec4 weights) {
  float rest = weights.z + weights.w;
  if (weights.x >= weights.y && weights.x >= rest) return NONCONVEX_CURVATURE;
  if (weights.y >= rest) return NONCONVEX_CHORD;
  return weights.z >= weights.w ? UNDECIDED : CONVEX;
}

bool isNonconvex(int pointClass) {
  return pointClass == NONCONVEX_CURVATURE || pointClass == NONCONVEX_CHORD;
}

// A mark replaces the colour, but keeps a part of the lightness, so that height is still visible.
vec3 tintByClass(vec3 color, int pointClass) {
  float lightness = dot(color, vec3(0.299, 0.587, 0.114));
  vec3 mark = uNonconvexColor * mix(0.86, 1.08, lightness);
  if (isNonconvex(pointClass)) return mix(color, mark, uFillStrength);
  return pointClass == UNDECIDED ? mix(color, uUndecidedColor, 0.22 * uFillStrength) : color;
}

// Hatch lines are drawn in screen space: they have the same width and direction from every side and match the legend. Rising "/" is
// curvature, falling "\" chords. pixel is in CSS pixels, y up.
float coverByHatch(vec2 pixel, float direction, float softness) {
  const float PERIOD = 7.5;
  const float HALF_WIDTH = 0.7;
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
  if (pointClass == NONCONVEX_CURVATURE) return vec4(uHatchColor, 0.8 * coverByHatch(pixel, 1.0, softness));
  if (pointClass == NONCONVEX_CHORD) return vec4(uHatchColor, 0.8 * coverByHatch(pixel, -1.0, softness));
  if (pointClass == UNDECIDED) return vec4(uUndecidedColor, 0.8 * coverByStipple(pixel, softness));
  return vec4(uHatchColor, 0.0);
}

// Coverage by the outlines between the two non-convex groups and everything else: the points where the two largest weights are equal.
// A distance in pixels is the difference of the weights divided by its change per pixel. steps is grid steps per pixel.
float coverByOutline(vec4 weights, vec2 steps, float pixelRatio) {
  float rest = weights.z + weights.w;
  vec3 differences = abs(vec3(weights.x - weights.y, weights.x - rest, weights.y - rest));
  vec3 rates = vec3(
    changePerPixel(weights.x - weights.y),
    changePerPixel(weights.x - rest),
    changePerPixel(weights.y - rest)
  );
  vec3 gaps = differences / max(rates, vec3(1e-6));
  // A pair of weights has an outline only where the third weight is the least.
  float least = min(weights.x, min(weights.y, rest));
  float away = 1e6;
  if (rest <= least + 1e-6 && weights.x + weights.y > 0.0) away = min(away, gaps.x);
  if (weights.y <= least + 1e-6) away = min(away, gaps.y);
  if (weights.x <= least + 1e-6) away = min(away, gaps.z);
  float halfWidth = 0.8 * pixelRatio;
  float line = 1.0 - smoothstep(halfWidth - 0.5, halfWidth + 0.5, away);
  // The outline fades where several cells share a pixel: a region of single points would be all outline.
  return line * (1.0 - smoothstep(1.0, 2.2, max(steps.x, steps.y) * pixelRatio));
}
