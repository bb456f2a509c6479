Rule reluRule(lane z) {
  lane on = mix(lane(0.0), lane(1.0), above(z, lane(0.0)));
  return Rule(max(z, lane(0.0)), on, lane(0.0), lane(0.0), lane(0.0), lane(0.0));
}
