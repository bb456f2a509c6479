// The sum over a block of rows of ∂ℓ/∂w for a tile of weights. The last fragment of a block sums its losses, and its part of Σθ².
uniform sampler2D samples;
uniform sampler2D evenOutputs;
uniform sampler2D oddOutputs;
uniform sampler2D evenErrors;
uniform sampler2D oddErrors;
uniform sampler2D losses;
uniform sampler2D theta;
uniform int firstTiles[LAYERS];
uniform int inputQuads[LAYERS];
uniform int unitQuads[LAYERS];
uniform int firstInputs[LAYERS];
uniform int firstErrors[LAYERS];
uniform int lossesPerRow;
uniform int tileCount;
uniform int blockCount;
uniform int blockRows;
uniform int rows;
uniform bool isStep;

layout(location = 0) out vec4 firstTexel;
layout(location = 1) out vec4 secondTexel;
layout(location = 2) out vec4 thirdTexel;
layout(location = 3) out vec4 fourthTexel;

vec4 sumLosses(int block, int from, int to) {
  vec4 total = vec4(0.0);
  for (int i = from * lossesPerRow; i < to * lossesPerRow; i++) total.x += FETCH(losses, i).x;
  for (int tile = block; tile < tileCount; tile += blockCount) {
    mat4 weights = FETCH_TILE(theta, placeOfTile(tile));
    for (int k = 0; k < 4; k++) total.y += dot(weights[k], weights[k]);
  }
  return total;
}

#define SUM_PRODUCTS(inputs, row, errors) \
  for (int s = from; s < to; s++) \
    total += outerProduct(FETCH(errors, error + s * errorStride), FETCH(inputs, input_ + (row) * inputStride))

mat4 sumGradient(int tile, int from, int to) {
  int layer = 0;
  for (int k = 1; k < LAYERS; k++) layer = (tile >= firstTiles[k] ? k : layer);
  int inputStride = inputQuads[layer];
  int errorStride = unitQuads[layer];
  int quad = (tile - firstTiles[layer]) / errorStride;
  int error = firstErrors[layer] + tile - firstTiles[layer] - quad * errorStride;
  int input_ = firstInputs[layer] + quad;
  mat4 total = mat4(0.0);
  if (quad == inputStride) {
    // The input of a bias is 1.
    for (int s = from; s < to; s++)
      total[0] += ((layer & 1) == 0 ? FETCH(evenErrors, error + s * errorStride) : FETCH(oddErrors, error + s * errorStride));
  } else if (layer == 0) {
    SUM_PRODUCTS(samples, sampleOf(s), evenErrors);
  } else if ((layer & 1) == 1) {
    SUM_PRODUCTS(evenOutputs, s, oddErrors);
  } else {
    SUM_PRODUCTS(oddOutputs, s, evenErrors);
  }
  return total;
}

void main() {
  // The blocks of a tile are neighbours, because fragments of one square take the same branches at no cost.
  int i = indexOfFragment();
  int tile = i / blockCount;
  if (tile > tileCount) discard;
  int block = i - tile * blockCount;
  int from = block * blockRows;
  int to = min(rows, from + blockRows);
  mat4 total = mat4(0.0);
  if (tile == tileCount) total[0] = sumLosses(block, from, to);
  else if (isStep) total = sumGradient(tile, from, to);
  firstTexel = total[0];
  secondTexel = total[1];
  thirdTexel = total[2];
  fourthTexel = total[3];
}
