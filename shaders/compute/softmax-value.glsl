// logsumexp(f) − y·f of one row of logits: value and bound. The same computation as in src/model/jets/softmax.ts.
Jet softmaxLoss(Jet f[OUTPUTS], float y[OUTPUTS]) {
  float top = f[0].v;
  for (int j = 1; j < OUTPUTS; j++) top = max(top, f[j].v);
  float total = 0.0;
  for (int j = 0; j < OUTPUTS; j++) total += expNonPositive(f[j].v - top);
  float inverse = 1.0 / total;
  float value = logModerate(total);
  float spread = 0.0;
  float error = 0.0;
  float chosen = 0.0;
  for (int j = 0; j < OUTPUTS; j++) {
    float g = f[j].v - top;
    float p = expNonPositive(g) * inverse;
    spread += p * abs(g);
    chosen += y[j] * g;
    float e0 = boundOf(f[j].v, f[j].e0);
    error += (abs(p - y[j]) + UNDERFLOW) * e0 + 0.5 * e0 * e0 + U * (p * (8.0 + 2.0 * abs(g)) + 3.0 * y[j] * abs(g));
  }
  error += U * (float(OUTPUTS) + 6.0 + 4.0 * value + 2.0 * spread) + UNDERFLOW;
  return Jet(value - chosen, error);
}
