// ∂ℓ/∂a and the error ∂ℓ/∂z of four units of one sample, from the errors of the layer above.
uniform sampler2D errorsAbove;
uniform sampler2D outputErrorsAbove;
uniform sampler2D theta;
uniform sampler2D slopes;
uniform int firstAbove;
uniform int quadsAbove;
uniform int firstTile;
uniform int quads;
uniform int firstOutput;
uniform int outputCount;
uniform bool isResidual;

layout(location = 0) out vec4 errorTexel;
layout(location = 1) out vec4 outputErrorTexel;

void main() {
  int i = indexOfFragment() - firstOutput;
  if (i >= outputCount) discard;
  int row = i / quads;
  int from = firstAbove + row * quadsAbove;
  int tile = firstTile + (i - row * quads) * quadsAbove;
  vec4 total = (isResidual ? FETCH(outputErrorsAbove, firstAbove + i) : vec4(0.0));
  for (int q = 0; q < quadsAbove; q++) {
    total += FETCH(errorsAbove, from + q) * FETCH_TILE(theta, placeOfTile(tile + q));
  }
  outputErrorTexel = total;
  errorTexel = total * FETCH(slopes, firstOutput + i);
}
