Rule squareRule(lane r) {
  return Rule(r * r, 2.0 * r, lane(2.0), 2.0 * r * r, lane(0.0), lane(0.0));
}
