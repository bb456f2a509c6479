Rule eluRule(float z) {
  bool on = (z > 0.0);
  float b = min(z, 0.0);
  float e = expNonPositive(b);
  // Near 0, where the subtraction would cancel, e^b − 1 is computed from its series (to b⁹).
  float p = 1.0 + b * (1.0 / 9.0);
  p = 1.0 + b * 0.125 * p;
  p = 1.0 + b * (1.0 / 7.0) * p;
  p = 1.0 + b * (1.0 / 6.0) * p;
  p = 1.0 + b * 0.2 * p;
  p = 1.0 + b * 0.25 * p;
  p = 1.0 + b * (1.0 / 3.0) * p;
  p = 1.0 + b * 0.5 * p;
  float below = (b > -0.5 ? b * p : e - 1.0);
  float library = e * (6.0 - b);
  return Rule((on ? z : below), (on ? 1.0 : e), (on ? 0.0 : e),
    (on ? 0.0 : -14.0 * below), (on ? 0.0 : library), (on ? 0.0 : library));
}
