// Classes in the order of POINT_CLASSES.
const int NONCONVEX_CURVATURE = 0;
const int NONCONVEX_CHORD = 1;
const int CONVEX = 2;
const int UNDECIDED = 3;

uniform vec3 uNonconvexColor;
uniform vec3 uHatchColor;
uniform vec3 uUndecidedColor;
// Opacity of the tint of what is not convex over the surface's own colour.
uniform float uTint;

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

// Below 0 where the surface is shown as not convex. Where the numbers that decide the class change evenly, the edge is at their interpolated
// zero (channels b and a: its place, and whether it is known); elsewhere it runs half-way between the classes. Both have the sign of the class at
// every grid point.
float placeEdge(sampler2D marks, ivec2 size, vec2 place, vec4 weights) {
  ivec2 corner = clamp(ivec2(floor(place)), ivec2(0), size - 2);
  vec2 part = clamp(place - vec2(corner), 0.0, 1.0);
  vec2 sum = vec2(0.0);
  for (int index = 0; index < 4; index++) {
    ivec2 step = ivec2(index & 1, index >> 1);
    vec2 side = mix(1.0 - part, part, vec2(step));
    sum += side.x * side.y * texelFetch(marks, corner + step, 0).ba;
  }
  float known = (sum.x * 255.0 - 128.0) / 127.0;
  return mix(1.0 - 2.0 * (weights.x + weights.y), known, sum.y);
}

// The class shown at a position; CONVEX stands for all classes without a mark.
int chooseClass(vec4 weights, float edge) {
  if (edge < 0.0) return weights.x >= weights.y ? NONCONVEX_CURVATURE : NONCONVEX_CHORD;
  return weights.z >= weights.w ? UNDECIDED : CONVEX;
}

bool isNonconvex(int pointClass) {
  return pointClass == NONCONVEX_CURVATURE || pointClass == NONCONVEX_CHORD;
}

vec3 tintByClass(vec3 color, int pointClass) {
  if (isNonconvex(pointClass)) return mix(color, uNonconvexColor, uTint);
  return pointClass == UNDECIDED ? mix(color, uUndecidedColor, 0.25 * uTint) : color;
}

// Hatch lines are drawn in screen space: they have the same width and direction from every side and match the legend. Rising "/" is
// curvature, falling "\" chords. pixel is in CSS pixels, y up. x: the line with its dark edge, y: the line.
vec2 coverByHatch(vec2 pixel, float direction, float softness) {
  const vec2 HALF_WIDTHS = 0.5 * vec2(HATCH_EDGE_WIDTH, HATCH_CORE_WIDTH);
  float across = (pixel.x - direction * pixel.y) * 0.70710678;
  float away = abs(fract(across / HATCH_PITCH) - 0.5) * HATCH_PITCH;
  return 1.0 - smoothstep(HALF_WIDTHS - softness, HALF_WIDTHS + softness, vec2(away));
}

float coverByStipple(vec2 pixel, float softness) {
  const float PERIOD = 5.5;
  vec2 place = pixel / PERIOD;
  place.x += mod(floor(place.y), 2.0) * 0.5;
  float away = length(fract(place) - 0.5) * PERIOD;
  return 1.0 - smoothstep(1.0 - softness, 1.0 + softness, away);
}

// A vermilion line with a faint dark edge: one of the two differs in lightness from every colour beneath.
vec3 hatch(vec3 color, vec2 cover, float opacity) {
  vec3 edged = mix(color, uHatchColor, HATCH_EDGE * cover.x * opacity);
  return mix(edged, uNonconvexColor, HATCH_CORE * cover.y * opacity);
}

vec3 paintPattern(vec3 color, int pointClass, vec2 pixel, float softness, float opacity) {
  if (pointClass == NONCONVEX_CURVATURE) return hatch(color, coverByHatch(pixel, 1.0, softness), opacity);
  if (pointClass == NONCONVEX_CHORD) return hatch(color, coverByHatch(pixel, -1.0, softness), opacity);
  if (pointClass == UNDECIDED) return mix(color, uUndecidedColor, 0.8 * coverByStipple(pixel, softness) * opacity);
  return color;
}

// Coverage by the outline of what is not convex, with its dark edge and without. steps is grid steps per pixel.
vec2 coverByOutline(float edge, vec2 steps, float pixelRatio) {
  float away = abs(edge) / max(changePerPixel(edge), 1e-6);
  vec2 halfWidths = 0.5 * vec2(HATCH_EDGE_WIDTH, HATCH_CORE_WIDTH) * pixelRatio;
  vec2 line = 1.0 - smoothstep(halfWidths - 0.5, halfWidths + 0.5, vec2(away));
  // The outline fades where several cells share a pixel: a region of single points would be all outline.
  return line * (1.0 - smoothstep(1.0, 2.2, max(steps.x, steps.y) * pixelRatio));
}
