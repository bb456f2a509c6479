Rule siluRule(float z) {
  Logistic l = logistic(z);
  float m = abs(z);
  // Where σ' is 0, its factors are kept finite, because 0·∞ is NaN.
  float near = min(m, 200.0);
  float drop = max(-z, 0.0);
  return Rule(z * l.value, l.value + z * l.first, 2.0 * l.first + z * l.second,
    m * l.value * (12.0 + drop),
    2.0 * l.value * (11.0 + drop) + near * l.first * (31.0 + near),
    l.first * (60.0 + 2.0 * near + near * (49.0 + near)));
}
