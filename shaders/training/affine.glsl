// A layer: z = b + Σ w·a, four units of one sample.
uniform sampler2D inputs;
uniform sampler2D theta;
uniform int firstInput;
uniform int inputQuads;
uniform int firstTile;
uniform int units;
uniform int outputCount;
uniform bool isFirst;

int quadCount() {
  return (units + 3) >> 2;
}

// The texel with the first inputs of a row.
int inputsOf(int row) {
  return firstInput + (isFirst ? sampleOf(row) : row) * inputQuads;
}

vec4 sumInputs(int from, int quad) {
  int quads = quadCount();
  int tile = firstTile + quad;
  vec4 z = texelFetch(theta, placeOfTile(tile + inputQuads * quads), 0);
  for (int q = 0; q < inputQuads; q++) {
    z += FETCH_TILE(theta, placeOfTile(tile)) * FETCH(inputs, from + q);
    tile += quads;
  }
  return z;
}

// φ(z) and φ'(z); 0 for units that only fill the texel. A loop, because four copies of φ would take four times as long to compile.
vec4 activateQuad(vec4 z, int quad, out vec4 slopes) {
  vec4 values = vec4(0.0);
  slopes = vec4(0.0);
  int lanes = min(4, units - 4 * quad);
  for (int lane = 0; lane < lanes; lane++) {
    vec2 applied = activate(z[lane]);
    values[lane] = applied.x;
    slopes[lane] = applied.y;
  }
  return values;
}
