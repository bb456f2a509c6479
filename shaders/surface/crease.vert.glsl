uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
// Size of the picture, or of the tile, in device pixels.
uniform vec2 uResolution;
uniform float uPixelRatio;
// Half widths in CSS pixels of the weakest and the strongest line, concave and convex.
uniform vec2 uConcaveWidths;
uniform vec2 uConvexWidths;
uniform float uCasing;
// Half the height of the box, and the lightness of the surface at its floor and at its ceiling.
uniform float uHalfHeight;
uniform vec2 uGroundLightness;

// One instance for each segment; scene coordinates.
in vec3 aStart;
in vec3 aEnd;
// Lengths along the line at both ends, scene units.
in vec2 aAlong;
// x: 1 convex, 0 concave; y: strength.
in vec2 aStyle;

out float vAlong;
// (Distance from the middle of the line in CSS pixels, times w; w). The quotient of the interpolated numbers is linear on screen.
out vec2 vAcross;
out float vHalfWidth;
out vec2 vStyle;
// Lightness of the surface's colour, 0 to 1.
out float vGround;

// Lines are moved towards the eye by this part of their distance. Their position on screen stays the same, and the surface under them
// does not hide them.
const float LIFT = 0.003;
const float NEAR = 0.03;

vec3 seen(vec3 point) {
  return (modelViewMatrix * vec4(point, 1.0)).xyz * (1.0 - LIFT);
}

void main() {
  vec3 start = seen(aStart);
  vec3 end = seen(aEnd);
  vec2 along = aAlong;
  // A point behind the eye has no position on screen, so the segment is cut in front of the eye.
  if (start.z > -NEAR && end.z < -NEAR) {
    float part = (start.z + NEAR) / (start.z - end.z);
    start = mix(start, end, part);
    along.x = mix(aAlong.x, aAlong.y, part);
  } else if (end.z > -NEAR && start.z < -NEAR) {
    float part = (end.z + NEAR) / (end.z - start.z);
    end = mix(end, start, part);
    along.y = mix(aAlong.y, aAlong.x, part);
  }

  vec4 startClip = projectionMatrix * vec4(start, 1.0);
  vec4 endClip = projectionMatrix * vec4(end, 1.0);
  vec2 span = (endClip.xy / endClip.w - startClip.xy / startClip.w) * uResolution;
  vec2 direction = span / max(length(span), 1e-6);
  vec2 normal = vec2(-direction.y, direction.x);

  // Corners 0 1 at the start, 2 3 at the end; odd ones on the left.
  bool atEnd = gl_VertexID >= 2;
  float side = (gl_VertexID & 1) == 1 ? 1.0 : -1.0;
  vec2 widths = aStyle.x > 0.5 ? uConvexWidths : uConcaveWidths;
  vHalfWidth = mix(widths.x, widths.y, aStyle.y);
  float reach = side * (vHalfWidth + uCasing + 1.0 / uPixelRatio);
  vec4 clip = atEnd ? endClip : startClip;
  clip.xy += normal * reach * uPixelRatio * 2.0 / uResolution * clip.w;

  vAlong = atEnd ? along.y : along.x;
  vAcross = vec2(reach, 1.0) * clip.w;
  vStyle = aStyle;
  float level = 0.5 + 0.5 * (atEnd ? aEnd.y : aStart.y) / uHalfHeight;
  vGround = mix(uGroundLightness.x, uGroundLightness.y, level);
  gl_Position = start.z > -NEAR && end.z > -NEAR ? vec4(0.0, 0.0, 2.0, 1.0) : clip;
}
