Rule eluRule(lane z) {
  laneMask on = above(z, lane(0.0));
  lane b = min(z, lane(0.0));
  lane e = expNonPositive(b);
  // e^b − 1 by its series (to b⁹) near 0, where the difference would cancel.
  lane p = 1.0 + b * (1.0 / 9.0);
  p = 1.0 + b * 0.125 * p;
  p = 1.0 + b * (1.0 / 7.0) * p;
  p = 1.0 + b * (1.0 / 6.0) * p;
  p = 1.0 + b * 0.2 * p;
  p = 1.0 + b * 0.25 * p;
  p = 1.0 + b * (1.0 / 3.0) * p;
  p = 1.0 + b * 0.5 * p;
  lane below = mix(e - 1.0, b * p, above(b, lane(-0.5)));
  lane library = e * (6.0 - b);
  return Rule(mix(below, z, on), mix(e, lane(1.0), on), mix(e, lane(0.0), on),
    mix(-14.0 * below, lane(0.0), on), mix(library, lane(0.0), on), mix(library, lane(0.0), on));
}
