Rule sigmoidRule(float z) {
  Logistic l = logistic(z);
  float m = abs(z);
  return Rule(l.value, l.first, l.second,
    l.value * (11.0 + max(-z, 0.0)), l.first * (28.0 + m), l.first * (46.0 + m));
}
