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
  // mix with a bool takes one of two numbers without a branch; ?: took a minute to compile with 16 units.
  float below = mix(e - 1.0, b * p, b > -0.5);
  float library = mix(e * (6.0 - b), 0.0, on);
  return Rule(mix(below, z, on), mix(e, 1.0, on), mix(e, 0.0, on), mix(-14.0 * below, 0.0, on), library, library);
}
