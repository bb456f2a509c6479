// The output layer and the loss: the errors ∂ℓ/∂z of four output units of one sample, and their share of its loss.
uniform sampler2D targets;

layout(location = 0) out vec4 errorTexel;
layout(location = 1) out vec4 lossTexel;

// Four outputs of a sample beside their targets: their share of its loss ℓ, and ∂ℓ/∂z.
struct Comparison {
  float loss;
  vec4 errors;
};

// @param from  the texel with the first inputs of the layer
Comparison compare(int from, int rowOfTargets, int quad);

void main() {
  int i = indexOfFragment();
  if (i >= outputCount) discard;
  int row = i / quadCount();
  Comparison found = compare(inputsOf(row), sampleOf(row) * quadCount(), i - row * quadCount());
  errorTexel = found.errors;
  lossTexel = vec4(found.loss, 0.0, 0.0, 0.0);
}
