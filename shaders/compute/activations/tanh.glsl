Rule tanhRule(float z) {
  float m = abs(z);
  float tail = expNonPositive(-2.0 * m);
  float q = 1.0 / (1.0 + tail);
  float z2 = z * z;
  // Near 0, 1 − e^−2|z| would have a large relative error; the Padé approximant [5/6] has a small one.
  float near = z * (10395.0 + z2 * (1260.0 + z2 * 21.0)) / (10395.0 + z2 * (4725.0 + z2 * (210.0 + z2)));
  float far = sign(z) * (1.0 - tail) * q;
  float value = (m > 0.5 ? far : near);
  float first = 4.0 * tail * q * q;
  float second = -2.0 * value * first;
  return Rule(value, first, second,
    20.0 * abs(value), first * (24.0 + 2.0 * m), abs(second) * (46.0 + 2.0 * m));
}
