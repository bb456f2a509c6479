uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform mat3 normalMatrix;

uniform sampler2D uField;
uniform ivec2 uSize;
uniform sampler2D uPreviousField;
uniform ivec2 uPreviousSize;
// 0 shows the previous field, 1 the present one.
uniform float uMorph;
// 1 for the flat top, which lies over the places whose level is above the box, else 0.
uniform float uTop;
// Half the size of the box: across, up, along.
uniform vec3 uHalfBox;

out vec2 vPlace;
out vec3 vNormal;
out float vLevel;
out float vColor;

// Level and colour of a grid point at this moment of the morph.
vec2 readPoint(ivec2 point) {
  vec2 present = texelFetch(uField, point, 0).rg;
  if (uMorph >= 1.0 || isHole(present.r)) return present;
  vec2 place = vec2(point) / vec2(uSize - 1) * vec2(uPreviousSize - 1);
  vec3 previous = sampleField(uPreviousField, uPreviousSize, place);
  return previous.z > 0.0 ? mix(previous.xy, present, uMorph) : present;
}

// Levels above the box are cut off in the fragment shader, so that the cut runs through the triangles.
float drawnLevel(float level) {
  return max(level, 0.0);
}

// Slope of the level per grid step: a central difference where both neighbours exist, one-sided at an edge or a hole.
float slopeAlong(ivec2 point, ivec2 step, float here) {
  ivec2 after = min(point + step, uSize - 1);
  ivec2 before = max(point - step, ivec2(0));
  float high = readPoint(after).r;
  float low = readPoint(before).r;
  bool hasHigh = after != point && !isHole(high);
  bool hasLow = before != point && !isHole(low);
  float rise = (hasHigh ? drawnLevel(high) : here) - (hasLow ? drawnLevel(low) : here);
  return rise / max(1.0, float(hasHigh) + float(hasLow));
}

void main() {
  ivec2 point = ivec2(gl_VertexID % uSize.x, gl_VertexID / uSize.x);
  vec2 texel = readPoint(point);
  float level = drawnLevel(texel.r);

  // Scene units per grid step; the row rises away from the viewer, so world z falls.
  vec2 unit = 2.0 * uHalfBox.xz / vec2(uSize - 1);
  vec2 slope = 2.0 * uHalfBox.y * vec2(slopeAlong(point, ivec2(1, 0), level), slopeAlong(point, ivec2(0, 1), level)) / unit;
  vNormal = normalMatrix * normalize(vec3(-slope.x, 1.0, slope.y) * vec3(1.0 - uTop, 1.0, 1.0 - uTop));

  vec2 across = vec2(point) / vec2(uSize - 1) * 2.0 - 1.0;
  vec3 position = vec3(across.x, mix(level, 1.0, uTop) * 2.0 - 1.0, -across.y) * uHalfBox;
  vPlace = vec2(point);
  vLevel = isHole(texel.r) ? 0.0 : texel.r;
  vColor = texel.g;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}
