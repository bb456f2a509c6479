// logsumexp(f) − y·f of the whole row, which the first four outputs count.
Comparison compare(int rowOfOutputs, int rowOfTargets, int quad) {
  float top = FETCH(outputs, rowOfOutputs).x;
  bool isKnown = true;
  for (int j = 0; j < units; j++) {
    float f = FETCH(outputs, rowOfOutputs + (j >> 2))[j & 3];
    top = max(top, f);
    isKnown = isKnown && abs(f) < 3.0e38;
  }
  float total = 0.0;
  float chosen = 0.0;
  for (int j = 0; j < units; j++) {
    float g = FETCH(outputs, rowOfOutputs + (j >> 2))[j & 3] - top;
    total += expNonPositive(g);
    chosen += FETCH(targets, rowOfTargets + (j >> 2))[j & 3] * g;
  }
  vec4 f = FETCH(outputs, rowOfOutputs + quad);
  vec4 y = FETCH(targets, rowOfTargets + quad);
  Comparison found = Comparison(quad == 0 ? logModerate(total) - chosen : 0.0, vec4(0.0));
  for (int lane = 0; lane < 4; lane++) {
    if (4 * quad + lane < units) found.slopes[lane] = expNonPositive(f[lane] - top) / total - y[lane];
  }
  // A comparison with NaN is false, and would hide that the training diverges.
  if (!isKnown) found = Comparison(intBitsToFloat(0x7fc00000), vec4(intBitsToFloat(0x7fc00000)));
  return found;
}
