// The softmax of one row of logits.
struct Softmax {
  float p[OUTPUTS];
  float shifted[OUTPUTS];  // f − max f
  float value;             // logsumexp(f) − max f
  float spread;            // Σp·|shifted|
};

Softmax softmaxOf(Unit f[OUTPUTS]) {
  Softmax s;
  float top = f[0].v;
  for (int j = 1; j < OUTPUTS; j++) top = max(top, f[j].v);
  float total = 0.0;
  for (int j = 0; j < OUTPUTS; j++) {
    s.shifted[j] = f[j].v - top;
    s.p[j] = expNonPositive(s.shifted[j]);
    total += s.p[j];
  }
  float inverse = 1.0 / total;
  s.value = logModerate(total);
  s.spread = 0.0;
  for (int j = 0; j < OUTPUTS; j++) {
    s.p[j] *= inverse;
    s.spread += s.p[j] * abs(s.shifted[j]);
  }
  return s;
}

// logsumexp(f) − y·f and its bound, for logits with errors of at most e0. The same computation as in src/model/jets/softmax.ts.
vec2 softmaxLoss(Softmax s, float e0, float y[OUTPUTS]) {
  float error = U * (float(OUTPUTS) + 6.0 + 4.0 * s.value + 2.0 * s.spread) + UNDERFLOW;
  float chosen = 0.0;
  for (int j = 0; j < OUTPUTS; j++) {
    float m = abs(s.shifted[j]);
    chosen += y[j] * s.shifted[j];
    error += (abs(s.p[j] - y[j]) + UNDERFLOW) * e0 + 0.5 * e0 * e0 + U * (s.p[j] * (8.0 + 2.0 * m) + 3.0 * y[j] * m);
  }
  return vec2(s.value - chosen, error);
}
