// logsumexp(f) − y·f of one row of logits with its derivatives and bounds. The same computation as in src/model/jets/softmax.ts.
Jet softmaxLoss(Jet f[OUTPUTS], float y[OUTPUTS]) {
  float top = f[0].v;
  float worst = boundOf(f[0].v, f[0].e0);
  for (int j = 1; j < OUTPUTS; j++) {
    top = max(top, f[j].v);
    worst = max(worst, boundOf(f[j].v, f[j].e0));
  }
  float total = 0.0;
  for (int j = 0; j < OUTPUTS; j++) total += expNonPositive(f[j].v - top);
  float inverse = 1.0 / total;
  float spread = 0.0;
  for (int j = 0; j < OUTPUTS; j++) {
    float g = f[j].v - top;
    spread += expNonPositive(g) * inverse * abs(g);
  }
  // Errors of the logits up to `worst` change each probability by a factor within exp(±2·worst).
  float factor = 2.0 * worst + 4.0 * worst * worst;
  bool wild = (worst > 0.5);

  float zero = 0.0;
  Jet loss = Jet(logModerate(total), zero, zero, zero, zero, zero, zero, zero, zero);
  float meanX = zero;
  float meanY = zero;
  float meanMagnitude = zero;
  float meanError = zero;
  float magnitude = zero;
  for (int j = 0; j < OUTPUTS; j++) {
    float g = f[j].v - top;
    float p = expNonPositive(g) * inverse;
    float slope = p - y[j];
    // A probability that was flushed to 0 may have a very large factor.
    float library = p * U * (22.0 + float(OUTPUTS) + 2.0 * abs(g) + 2.0 * spread) + UNDERFLOW;
    float moved = library + (wild ? 1.0 : (p + library) * factor);
    float m1 = maxSlope(f[j]);
    float m2 = maxCurvature(f[j]);
    float s1 = m1 + f[j].e1;
    loss.v -= y[j] * g;
    loss.xx += slope * f[j].xx + p * f[j].x * f[j].x;
    loss.xy += slope * f[j].xy + p * f[j].x * f[j].y;
    loss.yy += slope * f[j].yy + p * f[j].y * f[j].y;
    loss.e2 += abs(slope) * f[j].e2 + moved * (m2 + f[j].e2) + p * (m1 + s1) * f[j].e1 + moved * s1 * s1;
    magnitude += abs(slope) * m2 + p * m1 * m1;
    meanX += p * f[j].x;
    meanY += p * f[j].y;
    meanMagnitude += p * m1;
    meanError += p * f[j].e1 + moved * s1;
  }
  loss.xx -= meanX * meanX;
  loss.xy -= meanX * meanY;
  loss.yy -= meanY * meanY;
  meanError += U * float(OUTPUTS + 2) * meanMagnitude + UNDERFLOW;
  loss.e2 += (2.0 * meanMagnitude + meanError) * meanError;
  loss.e2 += U * float(2 * OUTPUTS + 8) * (magnitude + meanMagnitude * meanMagnitude) + UNDERFLOW;
  return loss;
}
