vec4 stepAlong(vec4 gradient) {
  firstSlotTexel = MOMENTUM * firstSlotTexel + gradient;
  return learningRate * firstSlotTexel;
}
