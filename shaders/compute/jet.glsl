// A number, its derivatives along the slice, and bounds on their errors. The same computation as in src/model/jets/layer.ts.
struct Jet {
  float v;
  float x;
  float y;
  float xx;
  float xy;
  float yy;
  float e0;  // |error of v|
  float e1;  // |error of each first derivative|
  float e2;  // |error of each second derivative|
};

// What one value adds to the error of the next affine map: its own error plus the rounding error of its product.
struct Budget {
  float b0;
  float c0;
  float b1;
  float b2;
};

float maxSlope(Jet a) {
  return max(abs(a.x), abs(a.y));
}

float maxCurvature(Jet a) {
  return max(abs(a.xx), max(abs(a.xy), abs(a.yy)));
}

Budget budgetOf(Jet a, float g0, float g1) {
  float m = abs(a.v);
  return Budget(a.e0 + g0 * m, a.e0 + g1 * m, a.e1 + g1 * maxSlope(a), a.e2 + g1 * maxCurvature(a));
}

// The chain rule, with the bounds of its result.
Jet composeJet(Rule rule, Jet z, vec3 sup, float firstJump, float secondJump) {
  z.e0 = boundOf(z.v, z.e0);
  // Also false where z is NaN.
  bool certain = (abs(z.v) > z.e0);
  float library1 = U * rule.libraryFirst;
  float library2 = U * rule.librarySecond;
  float p1 = abs(rule.first);
  float p2 = abs(rule.second);
  float error1;
  float error2;
  if (firstJump > 0.0) {
    error1 = library1 + (certain ? 0.0 : firstJump);
    error2 = 0.0;
  } else {
    float jump = (certain ? 0.0 : secondJump);
    error1 = library1 + min(sup.y, p2 + library2 + 0.5 * sup.z * z.e0 + jump) * z.e0 + UNDERFLOW;
    error2 = library2 + sup.z * z.e0 + jump + UNDERFLOW;
  }
  float m1 = maxSlope(z);
  float m2 = maxCurvature(z);
  float s1 = m1 + z.e1;
  return Jet(
    rule.value,
    rule.first * z.x,
    rule.first * z.y,
    rule.second * z.x * z.x + rule.first * z.xx,
    rule.second * z.x * z.y + rule.first * z.xy,
    rule.second * z.y * z.y + rule.first * z.yy,
    valueError(rule, z.v, z.e0, sup, firstJump),
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

// The first layer. part is z0, z1, z2 and a bound on their float64 errors.
Jet projectJet(vec4 part, float x, float y, float xBar, float yBar) {
  return Jet(part.x + x * part.y + y * part.z, part.y, part.z, 0.0, 0.0, 0.0,
    PROJECTION_GAMMA * (abs(part.x) + xBar * abs(part.y) + yBar * abs(part.z)) + part.w + lostAcross(xBar, yBar),
    U * max(abs(part.y), abs(part.z)) + part.w + UNDERFLOW,
    0.0);
}

// The bias, with which the sum of an affine map begins.
Jet beginJet(Weight b, float g0, float g1) {
  return Jet(b.value, b.dx, b.dy, 0.0, 0.0, 0.0,
    g0 * b.magnitude + UNDERFLOW, g1 * b.slope + UNDERFLOW, UNDERFLOW);
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
Jet argumentJet(Jet f, float scale, float shift) {
  float r = scale * f.v + shift;
  float moved = (abs(shift) > 0.0 ? U * (abs(shift) + abs(r)) : 0.0);
  return Jet(r, scale * f.x, scale * f.y, scale * f.xx, scale * f.xy, scale * f.yy, f.e0 + moved, f.e1, f.e2);
}

// What one sample adds to the sums: second derivatives and bound.
vec4 contribution(Jet loss, float summation) {
  float most = maxCurvature(loss);
  return vec4(loss.xx, loss.xy, loss.yy, boundOf(most, loss.e2 + summation * most));
}
