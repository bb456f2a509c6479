// A hidden layer's outputs and slopes φ'(z), four units of one sample a fragment.
uniform int firstOutput;
uniform bool isResidual;

layout(location = 0) out vec4 outputTexel;
layout(location = 1) out vec4 slopeTexel;

void main() {
  int i = indexOfFragment() - firstOutput;
  if (i >= outputCount) discard;
  int row = i / quadCount();
  int quad = i - row * quadCount();
  int from = inputsOf(row);
  outputTexel = activateQuad(sumInputs(from, quad), quad, slopeTexel);
  if (isResidual) outputTexel += FETCH(inputs, from + quad);
}
