// The loss-only kernel's stand-in for jet.glsl: a value and its error bound, under the same names.
struct Jet {
  lane v;
  lane e0;
};

struct Budget {
  lane b0;
};

Budget budgetOf(Jet a, float g0, float g1) {
  return Budget(a.e0 + g0 * abs(a.v));
}

Jet composeJet(Rule rule, Jet z, vec3 sup, float firstJump, float secondJump) {
  return Jet(rule.value, valueError(rule, z.v, z.e0, sup, firstJump) + UNDERFLOW);
}

Jet addJets(Jet a, Jet b) {
  Jet c = Jet(a.v + b.v, a.e0 + b.e0);
  c.e0 += U * abs(c.v);
  return c;
}

Jet projectJet(vec4 parts[LANES], float x, float y, float xBar, float yBar) {
  Jet z;
  for (int l = 0; l < LANES; l++) {
    vec4 p = parts[l];
    setLane(z.v, l, p.x + x * p.y + y * p.z);
    setLane(z.e0, l, PROJECTION_GAMMA * (abs(p.x) + xBar * abs(p.y) + yBar * abs(p.z)) + p.w + UNDERFLOW);
  }
  return z;
}

// The bias: where the sum of an affine map begins.
Jet beginJet(Weight b, float g0, float g1) {
  return Jet(lane(b.value), lane(g0 * b.magnitude + UNDERFLOW));
}

void accumulateJet(inout Jet z, Jet a, Budget budget, Weight w) {
  z.v += w.value * a.v;
  z.e0 += w.magnitude * budget.b0;
}

// The argument of a scalar loss, r = scale·f + shift, scale = ±1.
Jet argumentJet(Jet f, lane scale, lane shift) {
  lane r = scale * f.v + shift;
  return Jet(r, f.e0 + mix(lane(0.0), U * (abs(shift) + abs(r)), above(abs(shift), lane(0.0))));
}

// What one sample adds to the sums: loss and bound.
vec4 contribution(Jet loss, laneMask live, float summation) {
  lane v = mix(lane(0.0), loss.v, live);
  lane e = mix(lane(0.0), loss.e0 + summation * abs(loss.v), live);
  return vec4(sumLanes(v), sumLanes(e), 0.0, 0.0);
}
