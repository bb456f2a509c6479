// The second derivatives of logsumexp(f) − y·f in the logits, diag(p) − p·pᵀ, and its slopes p − y.
void bendSoftmax(
  inout Curvature h, Softmax s, Unit f[OUTPUTS], Peak peak, float y[OUTPUTS], out float slopes[OUTPUTS], inout Slopes above
) {
  float worst = peak.e0;
  // Errors of the logits up to `worst` change each probability by a factor within exp(±2·worst).
  float factor = 2.0 * worst + 4.0 * worst * worst;
  bool wild = (worst > 0.5);
  float meanX = 0.0;
  float meanY = 0.0;
  float meanMagnitude = 0.0;
  float meanError = 0.0;
  float size = 0.0;
  for (int j = 0; j < OUTPUTS; j++) {
    float p = s.p[j];
    // A probability that was flushed to 0 may have a very large factor.
    float library = p * U * (22.0 + float(OUTPUTS) + 2.0 * abs(s.shifted[j]) + 2.0 * s.spread) + UNDERFLOW;
    float moved = library + (wild ? 1.0 : (p + library) * factor);
    float m1 = f[j].m;
    float s1 = m1 + peak.e1;
    slopes[j] = p - y[j];
    widenSlopes(above, slopes[j], moved + U * abs(slopes[j]));
    h.halfXx += 0.5 * p * f[j].x * f[j].x;
    h.xy += p * f[j].x * f[j].y;
    h.halfYy += 0.5 * p * f[j].y * f[j].y;
    h.error += p * (m1 + s1) * peak.e1 + moved * s1 * s1;
    size += p * m1 * m1;
    meanX += p * f[j].x;
    meanY += p * f[j].y;
    meanMagnitude += p * m1;
    meanError += p * peak.e1 + moved * s1;
  }
  h.halfXx -= 0.5 * meanX * meanX;
  h.xy -= meanX * meanY;
  h.halfYy -= 0.5 * meanY * meanY;
  meanError += U * float(OUTPUTS + 2) * meanMagnitude + UNDERFLOW;
  h.error += (2.0 * meanMagnitude + meanError) * meanError;
  h.error += curvatureSummation * (size + meanMagnitude * meanMagnitude);
}
