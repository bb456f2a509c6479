// logsumexp(f) − y·f of the whole row, which the first four outputs count. Each four compute all outputs: there are few.
Comparison compare(int from, int rowOfTargets, int quad) {
  vec4 f[OUTPUT_QUADS];
  vec4 slopes;
  for (int q = 0; q < quadCount(); q++) {
    vec4 slopesOfQuad;
    f[q] = activateQuad(sumInputs(from, q), q, slopesOfQuad);
    if (q == quad) slopes = slopesOfQuad;
  }
  float top = f[0].x;
  bool isKnown = true;
  for (int j = 0; j < units; j++) {
    top = max(top, f[j >> 2][j & 3]);
    isKnown = isKnown && abs(f[j >> 2][j & 3]) < 3.0e38;
  }
  float total = 0.0;
  float chosen = 0.0;
  for (int j = 0; j < units; j++) {
    float g = f[j >> 2][j & 3] - top;
    total += expNonPositive(g);
    chosen += FETCH(targets, rowOfTargets + (j >> 2))[j & 3] * g;
  }
  vec4 y = FETCH(targets, rowOfTargets + quad);
  Comparison found = Comparison(quad == 0 ? logModerate(total) - chosen : 0.0, vec4(0.0));
  int lanes = min(4, units - 4 * quad);
  for (int lane = 0; lane < lanes; lane++) {
    found.errors[lane] = (expNonPositive(f[quad][lane] - top) / total - y[lane]) * slopes[lane];
  }
  // A comparison with NaN is false, and would hide that the training diverges.
  if (!isKnown) found = Comparison(intBitsToFloat(0x7fc00000), vec4(intBitsToFloat(0x7fc00000)));
  return found;
}
