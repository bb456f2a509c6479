Rule softplusRule(lane z) {
  Logistic l = logistic(z);
  lane m = abs(z);
  lane tail = logOnePlus(l.tail);
  lane value = max(z, lane(0.0)) + tail;
  return Rule(value, l.value, l.first,
    value + tail * (14.0 + m), l.value * (11.0 + max(-z, lane(0.0))), l.first * (28.0 + m));
}
