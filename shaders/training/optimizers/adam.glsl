// 1 − β₁ᵗ and 1 − β₂ᵗ at step t, from float64.
uniform vec2 biasCorrections;

vec4 stepAlong(vec4 gradient) {
  firstSlotTexel = BETA1 * firstSlotTexel + ONE_MINUS_BETA1 * gradient;
  secondSlotTexel = BETA2 * secondSlotTexel + ONE_MINUS_BETA2 * gradient * gradient;
  vec4 mean = firstSlotTexel / biasCorrections.x;
  vec4 meanSquare = secondSlotTexel / biasCorrections.y;
  return learningRate * mean / (sqrt(meanSquare) + EPSILON);
}
