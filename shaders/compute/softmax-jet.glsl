// logsumexp(f) − y·f of one row of logits with its derivatives and bounds. The twin of src/model/softmax-jet.ts.
Jet softmaxLoss(Jet f[OUTPUTS], lane y[OUTPUTS]) {
  lane top = f[0].v;
  lane worst = f[0].e0;
  for (int j = 1; j < OUTPUTS; j++) {
    top = max(top, f[j].v);
    worst = max(worst, f[j].e0);
  }
  lane total = lane(0.0);
  for (int j = 0; j < OUTPUTS; j++) total += expNonPositive(f[j].v - top);
  lane inverse = 1.0 / total;
  lane spread = lane(0.0);
  for (int j = 0; j < OUTPUTS; j++) {
    lane g = f[j].v - top;
    spread += expNonPositive(g) * inverse * abs(g);
  }
  // Logits off by up to `worst` change each probability by a factor within exp(±2·worst).
  lane factor = 2.0 * worst + 4.0 * worst * worst;
  laneMask wild = above(worst, lane(0.5));

  lane zero = lane(0.0);
  Jet loss = Jet(logModerate(total), zero, zero, zero, zero, zero, zero, zero, zero);
  lane meanX = zero;
  lane meanY = zero;
  lane meanMagnitude = zero;
  lane meanError = zero;
  lane magnitude = zero;
  for (int j = 0; j < OUTPUTS; j++) {
    lane g = f[j].v - top;
    lane p = expNonPositive(g) * inverse;
    lane slope = p - y[j];
    lane library = p * U * (22.0 + float(OUTPUTS) + 2.0 * abs(g) + 2.0 * spread);
    lane moved = library + mix((p + library) * factor, lane(1.0), wild);
    lane m1 = maxSlope(f[j]);
    lane m2 = maxCurvature(f[j]);
    lane s1 = m1 + f[j].e1;
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
  meanError += U * float(OUTPUTS + 2) * meanMagnitude;
  loss.e2 += (2.0 * meanMagnitude + meanError) * meanError;
  loss.e2 += U * float(2 * OUTPUTS + 8) * (magnitude + meanMagnitude * meanMagnitude) + UNDERFLOW;
  return loss;
}
