// Replaces jet.glsl in the loss-only kernel: a value and its error bound, under the same names.
struct Jet {
  float v;
  float e0;
};

struct Budget {
  float b0;
};

Budget budgetOf(Jet a, float g0, float g1) {
  return Budget(a.e0 + g0 * abs(a.v));
}

Jet composeJet(Rule rule, Jet z, vec3 sup, float firstJump, float secondJump) {
  return Jet(rule.value, valueError(rule, z.v, boundOf(z.v, z.e0), sup, firstJump));
}

Jet addJets(Jet a, Jet b) {
  Jet c = Jet(a.v + b.v, a.e0 + b.e0);
  c.e0 += U * abs(c.v);
  return c;
}

// The first layer. part is z0, z1, z2 and a bound on their float64 errors.
Jet projectJet(vec4 part, float x, float y, float xBar, float yBar) {
  return Jet(part.x + x * part.y + y * part.z,
    PROJECTION_GAMMA * (abs(part.x) + xBar * abs(part.y) + yBar * abs(part.z)) + part.w + lostAcross(xBar, yBar));
}

// The bias, with which the sum of an affine map begins.
Jet beginJet(Weight b, float g0, float g1) {
  return Jet(b.value, g0 * b.magnitude + UNDERFLOW);
}

void accumulateJet(inout Jet z, Jet a, Budget budget, Weight w) {
  z.v += w.value * a.v;
  z.e0 += w.magnitude * budget.b0;
}

// The argument of a scalar loss, r = scale·f + shift, scale = ±1.
Jet argumentJet(Jet f, float scale, float shift) {
  float r = scale * f.v + shift;
  return Jet(r, f.e0 + (abs(shift) > 0.0 ? U * (abs(shift) + abs(r)) : 0.0));
}

// What one sample adds to the sums: loss and bound.
vec4 contribution(Jet loss, float summation) {
  return vec4(loss.v, boundOf(loss.v, loss.e0 + summation * abs(loss.v)), 0.0, 0.0);
}
