// A loss that is the mean over the outputs of a function of r = scale·f + shift (src/model/network/losses.ts).
Comparison compare(int rowOfOutputs, int rowOfTargets, int quad) {
  vec4 f = FETCH(outputs, rowOfOutputs + quad);
  vec4 y = FETCH(targets, rowOfTargets + quad);
  Comparison found = Comparison(0.0, vec4(0.0));
  for (int lane = 0; lane < 4; lane++) {
    if (4 * quad + lane >= units) break;
    vec2 argument = argumentOf(y[lane]);
    vec2 applied = applyLoss(argument.x * f[lane] + argument.y);
    found.loss += applied.x / float(units);
    found.slopes[lane] = argument.x * applied.y / float(units);
  }
  return found;
}
