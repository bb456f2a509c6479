Rule reluRule(float z) {
  float on = (z > 0.0 ? 1.0 : 0.0);
  return Rule(max(z, 0.0), on, 0.0, 0.0, 0.0, 0.0);
}
