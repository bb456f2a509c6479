Rule leakyReluRule(lane z) {
  laneMask on = above(z, lane(0.0));
  return Rule(mix(leakySlope * z, z, on), mix(lane(leakySlope), lane(1.0), on), lane(0.0),
    mix(2.0 * leakySlope * abs(z), lane(0.0), on), lane(leakySlope), lane(0.0));
}
