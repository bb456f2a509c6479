vec4 stepAlong(vec4 gradient) {
  firstSlotTexel = DECAY * firstSlotTexel + ONE_MINUS_DECAY * gradient * gradient;
  return learningRate * gradient / sqrt(firstSlotTexel + EPSILON);
}
