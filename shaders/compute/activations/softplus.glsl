Rule softplusRule(float z) {
  Logistic l = logistic(z);
  float m = abs(z);
  float tail = logOnePlus(l.tail);
  float value = max(z, 0.0) + tail;
  return Rule(value, l.value, l.first,
    value + tail * (14.0 + m), l.value * (11.0 + max(-z, 0.0)), l.first * (28.0 + m));
}
