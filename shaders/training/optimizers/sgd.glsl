vec4 stepAlong(vec4 gradient) {
  return learningRate * gradient;
}
