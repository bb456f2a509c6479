Rule leakyReluRule(float z) {
  bool on = (z > 0.0);
  // A slope too small for a float may have been rounded to 0.
  float library = 2.0 * (leakySlope + UNDERFLOW) * abs(z);
  return Rule((on ? z : leakySlope * z), (on ? 1.0 : leakySlope), 0.0, (on ? 0.0 : library), leakySlope + UNDERFLOW, 0.0);
}
