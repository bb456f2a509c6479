// A function at a point, with bounds on its own error in units of U: the twin of ActivationRule in src/model/activations.ts.
struct Rule {
  float value;
  float first;
  float second;
  float libraryValue;
  float libraryFirst;
  float librarySecond;
};

// The logistic function's parts, shared by sigmoid, softplus and silu.
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

// texel: θ, dx, dy, max(|dx|, |dy|) + UNDERFLOW. A number too small for a float may have become 0: UNDERFLOW stands for it.
Weight placeWeight(vec4 texel, float x, float y, float xBar, float yBar) {
  return Weight(texel.x + x * texel.y + y * texel.z, texel.y, texel.z,
    abs(texel.x) + xBar * abs(texel.y) + yBar * abs(texel.z) + UNDERFLOW, texel.w);
}

// How far φ(z) may lie from the computed value for a true z within e0. sup is sup|φ'|, sup|φ''|, sup|φ'''|.
float valueError(Rule rule, float v, float e0, vec3 sup, float firstJump) {
  float p1 = abs(rule.first);
  if (firstJump > 0.0) {
    // A comparison with what is not a number is false: then the larger slope is taken.
    float slope = (-e0 > v ? p1 : sup.x);
    return U * rule.libraryValue + slope * min(e0, max(0.0, v + e0) + p1 * e0);
  }
  return U * rule.libraryValue + min(sup.x, p1 + U * rule.libraryFirst + 0.5 * sup.y * e0) * e0;
}

