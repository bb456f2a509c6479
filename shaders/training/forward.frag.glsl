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
  vec4 values = vec4(0.0);
  vec4 slopes = vec4(0.0);
  // A loop, because four copies of an activation would take four times as long to compile.
  int lanes = min(4, units - 4 * quad);
  for (int lane = 0; lane < lanes; lane++) {
    vec2 applied = activate(z[lane]);
    values[lane] = applied.x;
    slopes[lane] = applied.y;
  }
  outputTexel = values;
  slopeTexel = slopes;
  if (isResidual) outputTexel += FETCH(inputs, from + quad);
}
