// A function at a point, with bounds on its own error in units of U. It corresponds to ActivationRule in src/model/network/activations.ts.
struct Rule {
  float value;
  float first;
  float second;
  float libraryValue;
  float libraryFirst;
  float librarySecond;
};

// Parts of the logistic function, used by sigmoid, softplus and silu.
struct Logistic {
  float tail;    // e^−|z|
  float value;   // σ(z)
  float first;   // σ'(z)
  float second;  // σ''(z)
};

Logistic logistic(float z) {
  Logistic l;
  l.tail = expNonPositive(-abs(z));
  float q = 1.0 / (1.0 + l.tail);
  l.value = (z > 0.0 ? q : l.tail * q);
  l.first = l.tail * q * q;
  l.second = -sign(z) * (1.0 - l.tail) * q * l.first;
  return l;
}

// A weight at this point of the slice.
struct Weight {
  float value;      // θ + x·dx + y·dy
  float dx;
  float dy;
  float magnitude;  // |θ| + x̄·|dx| + ȳ·|dy|, at least |value|
  float slope;      // max(|dx|, |dy|)
};

// The error of z0 + x·z1 + y·z2 by underflow: that of each number, times its factor.
float lostAcross(float xBar, float yBar) {
  return UNDERFLOW * (1.0 + xBar + yBar);
}

// texel: θ, dx, dy, max(|dx|, |dy|) + UNDERFLOW. Each of the first three may have been flushed to 0.
Weight placeWeight(vec4 texel, float x, float y, float xBar, float yBar) {
  return Weight(texel.x + x * texel.y + y * texel.z, texel.y, texel.z,
    abs(texel.x) + xBar * abs(texel.y) + yBar * abs(texel.z) + lostAcross(xBar, yBar), texel.w);
}

// The largest distance of φ(z) from the computed value, for a true z within e0. sup is sup|φ'|, sup|φ''|, sup|φ'''|.
float valueError(Rule rule, float v, float e0, vec3 sup, float firstJump) {
  float slope = abs(rule.first) + U * rule.libraryFirst;
  if (firstJump > 0.0) {
    // A comparison with NaN is false, so the other side of the kink is then not excluded.
    float moved = (-e0 > v ? slope * e0 : min(e0, max(0.0, v + e0) + slope * e0));
    return U * rule.libraryValue + moved + UNDERFLOW;
  }
  return U * rule.libraryValue + min(sup.x, slope + 0.5 * sup.y * e0) * e0 + UNDERFLOW;
}
