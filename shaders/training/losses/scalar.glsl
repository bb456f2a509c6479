// A loss that is the mean over the outputs of a function of r = scale·f + shift (src/model/network/losses.ts).
Comparison compare(int from, int rowOfTargets, int quad) {
  vec4 slopes;
  vec4 f = activateQuad(sumInputs(from, quad), quad, slopes);
  vec4 y = FETCH(targets, rowOfTargets + quad);
  Comparison found = Comparison(0.0, vec4(0.0));
  int lanes = min(4, units - 4 * quad);
  for (int lane = 0; lane < lanes; lane++) {
    vec2 argument = argumentOf(y[lane]);
    vec2 applied = applyLoss(argument.x * f[lane] + argument.y);
    found.loss += applied.x / float(units);
    found.errors[lane] = argument.x * applied.y / float(units) * slopes[lane];
  }
  return found;
}
