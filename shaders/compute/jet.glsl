// A number with its exact derivatives along the slice and bounds on their errors: the twin of src/model/jet-layer.ts.
struct Jet {
  lane v;
  lane x;
  lane y;
  lane xx;
  lane xy;
  lane yy;
  lane e0;  // |error of v|
  lane e1;  // |error of each first derivative|
  lane e2;  // |error of each second derivative|
};

// What one value costs in the next affine map: its error plus the rounding of its product.
struct Budget {
  lane b0;
  lane c0;
  lane b1;
  lane b2;
};

lane maxSlope(Jet a) {
  return max(abs(a.x), abs(a.y));
}

lane maxCurvature(Jet a) {
  return max(abs(a.xx), max(abs(a.xy), abs(a.yy)));
}

Budget budgetOf(Jet a, float g0, float g1) {
  lane m = abs(a.v);
  return Budget(a.e0 + g0 * m, a.e0 + g1 * m, a.e1 + g1 * maxSlope(a), a.e2 + g1 * maxCurvature(a));
}

// The chain rule, and the bounds through it.
Jet composeJet(Rule rule, Jet z, vec3 sup, float firstJump, float secondJump) {
  // False also where z is not a number.
  laneMask certain = above(abs(z.v), z.e0);
  lane library1 = U * rule.libraryFirst;
  lane library2 = U * rule.librarySecond;
  lane p1 = abs(rule.first);
  lane p2 = abs(rule.second);
  lane error1;
  lane error2;
  if (firstJump > 0.0) {
    error1 = library1 + mix(lane(firstJump), lane(0.0), certain);
    error2 = lane(0.0);
  } else {
    lane jump = mix(lane(secondJump), lane(0.0), certain);
    error1 = library1 + min(lane(sup.y), p2 + library2 + 0.5 * sup.z * z.e0 + jump) * z.e0;
    error2 = library2 + sup.z * z.e0 + jump;
  }
  lane m1 = maxSlope(z);
  lane m2 = maxCurvature(z);
  lane s1 = m1 + z.e1;
  return Jet(
    rule.value,
    rule.first * z.x,
    rule.first * z.y,
    rule.second * z.x * z.x + rule.first * z.xx,
    rule.second * z.x * z.y + rule.first * z.xy,
    rule.second * z.y * z.y + rule.first * z.yy,
    valueError(rule, z.v, z.e0, sup, firstJump) + UNDERFLOW,
    p1 * z.e1 + error1 * s1 + U * p1 * m1 + UNDERFLOW,
    p2 * (m1 + s1) * z.e1 + error2 * s1 * s1 + p1 * z.e2 + error1 * (m2 + z.e2)
      + 4.0 * U * (p2 * m1 * m1 + p1 * m2) + UNDERFLOW);
}

Jet addJets(Jet a, Jet b) {
  Jet c = Jet(a.v + b.v, a.x + b.x, a.y + b.y, a.xx + b.xx, a.xy + b.xy, a.yy + b.yy, a.e0 + b.e0, a.e1 + b.e1, a.e2 + b.e2);
  c.e0 += U * abs(c.v);
  c.e1 += U * maxSlope(c);
  c.e2 += U * maxCurvature(c);
  return c;
}

Jet projectJet(vec4 parts[LANES], float x, float y, float xBar, float yBar) {
  Jet z;
  for (int l = 0; l < LANES; l++) {
    vec4 p = parts[l];
    setLane(z.v, l, p.x + x * p.y + y * p.z);
    setLane(z.x, l, p.y);
    setLane(z.y, l, p.z);
    setLane(z.e0, l, PROJECTION_GAMMA * (abs(p.x) + xBar * abs(p.y) + yBar * abs(p.z)) + p.w + UNDERFLOW);
    setLane(z.e1, l, U * max(abs(p.y), abs(p.z)) + p.w + UNDERFLOW);
  }
  z.xx = z.xy = z.yy = z.e2 = lane(0.0);
  return z;
}

// The bias: where the sum of an affine map begins.
Jet beginJet(Weight b, float g0, float g1) {
  return Jet(lane(b.value), lane(b.dx), lane(b.dy), lane(0.0), lane(0.0), lane(0.0),
    lane(g0 * b.magnitude + UNDERFLOW), lane(g1 * b.slope + UNDERFLOW), lane(UNDERFLOW));
}

// (w·a)_ab = w·a_ab + w_a·a_b + w_b·a_a, since a weight has no second derivative along the slice.
void accumulateJet(inout Jet z, Jet a, Budget budget, Weight w) {
  z.v += w.value * a.v;
  z.x += w.value * a.x + w.dx * a.v;
  z.y += w.value * a.y + w.dy * a.v;
  z.xx += w.value * a.xx + 2.0 * w.dx * a.x;
  z.xy += w.value * a.xy + (w.dx * a.y + w.dy * a.x);
  z.yy += w.value * a.yy + 2.0 * w.dy * a.y;
  z.e0 += w.magnitude * budget.b0;
  z.e1 += w.magnitude * budget.b1 + w.slope * budget.c0;
  z.e2 += w.magnitude * budget.b2 + 2.0 * w.slope * budget.b1;
}

// The argument of a scalar loss, r = scale·f + shift, scale = ±1.
Jet argumentJet(Jet f, lane scale, lane shift) {
  lane r = scale * f.v + shift;
  lane moved = mix(lane(0.0), U * (abs(shift) + abs(r)), above(abs(shift), lane(0.0)));
  return Jet(r, scale * f.x, scale * f.y, scale * f.xx, scale * f.xy, scale * f.yy, f.e0 + moved, f.e1, f.e2);
}

// What one sample adds to the sums: second derivatives and bound.
vec4 contribution(Jet loss, laneMask live, float summation) {
  lane none = lane(0.0);
  return vec4(
    sumLanes(mix(none, loss.xx, live)),
    sumLanes(mix(none, loss.xy, live)),
    sumLanes(mix(none, loss.yy, live)),
    sumLanes(mix(none, loss.e2 + summation * maxCurvature(loss), live)));
}
