Rule squareRule(float r) {
  return Rule(r * r, 2.0 * r, 2.0, 2.0 * r * r, 0.0, 0.0);
}
