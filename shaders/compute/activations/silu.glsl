Rule siluRule(float z) {
  Logistic l = logistic(z);
  float m = abs(z);
  float drop = max(-z, 0.0);
  return Rule(z * l.value, l.value + z * l.first, 2.0 * l.first + z * l.second,
    m * l.value * (12.0 + drop),
    2.0 * l.value * (11.0 + drop) + m * l.first * (31.0 + m),
    l.first * (60.0 + 2.0 * m + m * (49.0 + m)));
}
