Rule leakyReluRule(float z) {
  bool on = (z > 0.0);
  return Rule((on ? z : leakySlope * z), (on ? 1.0 : leakySlope), 0.0,
    (on ? 0.0 : 2.0 * leakySlope * abs(z)), leakySlope, 0.0);
}
