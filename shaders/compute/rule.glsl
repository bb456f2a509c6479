// A function at a point, with bounds on its own error in units of U. It corresponds to ActivationRule in src/model/network/activations.ts.
struct Rule {
  float value;
  float first;
  float second;
  float libraryValue;
  float libraryFirst;
  float librarySecond;
};

// The rule of the identity, which has no error.
const Rule EXACT = Rule(0.0, 1.0, 0.0, 0.0, 0.0, 0.0);

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

// The point of the slice.
struct Place {
  float x;
  float y;
  float xBar;  // |x| and what the rounding of a grid coordinate adds
  float yBar;
};

Place placeAt(vec4 point, vec2 slack) {
  return Place(point.x, point.y, abs(point.x) + slack.x, abs(point.y) + slack.y);
}

// A weight θ + x·dx + y·dy with its slopes. texel: θ, dx, dy.
vec3 placeWeight(vec4 texel, Place place) {
  return vec3(texel.x + place.x * texel.y + place.y * texel.z, texel.y, texel.z);
}

// The sum of the magnitudes of weights and that of their slopes. texel: Σ|θ|, Σ|dx|, Σ|dy|, Σmax(|dx|, |dy|).
vec2 placeSums(vec4 texel, Place place) {
  return vec2(texel.x + place.xBar * texel.y + place.yBar * texel.z, texel.w);
}

// The largest distance of φ(z) from the computed value, for a true z within e0. sup is sup|φ'|, sup|φ''|, sup|φ'''|.
float smoothError(Rule rule, float e0, vec3 sup) {
  float slope = abs(rule.first) + U * rule.libraryFirst;
  return U * rule.libraryValue + min(sup.x, slope + 0.5 * sup.y * e0) * e0 + UNDERFLOW;
}

// The same where φ is linear on both sides of 0 and its slope is at most 1.
float kinkedError(Rule rule, float v, float e0) {
  return U * rule.libraryValue + (-e0 > v ? rule.first * e0 : e0);
}

// The largest of a sample's inputs, and the 1 that is the input of the biases.
float largestInput(vec4 inputs) {
  vec4 m = abs(inputs);
  return max(max(max(m.x, m.y), max(m.z, m.w)), 1.0);
}
