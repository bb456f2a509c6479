// One layer's outputs and slopes φ'(z), four units of one sample a fragment. Units that only fill a texel have output and slope 0.
uniform sampler2D inputs;
uniform sampler2D theta;
uniform int firstInput;
uniform int inputQuads;
uniform int firstTile;
uniform int units;
uniform int firstOutput;
uniform int outputCount;
uniform bool isFirst;
uniform bool isResidual;

layout(location = 0) out vec4 outputTexel;
layout(location = 1) out vec4 slopeTexel;

void main() {
  int i = indexOfFragment() - firstOutput;
  if (i >= outputCount) discard;
  int quads = (units + 3) >> 2;
  int row = i / quads;
  int quad = i - row * quads;
  int from = firstInput + (isFirst ? sampleOf(row) : row) * inputQuads;
  int tile = firstTile + quad;
  vec4 z = texelFetch(theta, placeOfTile(tile + inputQuads * quads), 0);
  for (int q = 0; q < inputQuads; q++) {
    z += FETCH_TILE(theta, placeOfTile(tile)) * FETCH(inputs, from + q);
    tile += quads;
  }
  mat4x2 applied = mat4x2(activate(z.x), activate(z.y), activate(z.z), activate(z.w));
  bvec4 isUnit = lessThan(4 * quad + ivec4(0, 1, 2, 3), ivec4(units));
  vec4 values = vec4(applied[0].x, applied[1].x, applied[2].x, applied[3].x);
  vec4 slopes = vec4(applied[0].y, applied[1].y, applied[2].y, applied[3].y);
  outputTexel = mix(vec4(0.0), values, isUnit);
  slopeTexel = mix(vec4(0.0), slopes, isUnit);
  if (isResidual) outputTexel += FETCH(inputs, from + quad);
}
