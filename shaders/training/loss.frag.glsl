// The errors ∂ℓ/∂z of four output units of one sample, and their share of its loss.
uniform sampler2D outputs;
uniform sampler2D slopes;
uniform sampler2D targets;
uniform int outputCount;
uniform int units;

layout(location = 0) out vec4 errorTexel;
layout(location = 1) out vec4 lossTexel;

// Four outputs of a sample beside their targets: their share of its loss ℓ, and ∂ℓ/∂f.
struct Comparison {
  float loss;
  vec4 slopes;
};

Comparison compare(int rowOfOutputs, int rowOfTargets, int quad);

void main() {
  int i = indexOfFragment();
  if (i >= outputCount) discard;
  int quads = (units + 3) >> 2;
  int row = i / quads;
  Comparison found = compare(row * quads, sampleOf(row) * quads, i - row * quads);
  errorTexel = found.slopes * FETCH(slopes, i);
  lossTexel = vec4(found.loss, 0.0, 0.0, 0.0);
}
