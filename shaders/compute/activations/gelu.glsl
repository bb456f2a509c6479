// z·Φ(z) with Φ from Abramowitz & Stegun 1964, 7.1.26: |error of erf| ≤ 1.5e-7.
Rule geluRule(float z) {
  float m = abs(z);
  // Where the density is 0, its factors are kept finite, because 0·∞ is NaN.
  float near = min(m, 20.0);
  float z2 = near * near;
  float bell = expNonPositive(-0.5 * z2);
  float density = 0.3989422804014327 * bell;
  float t = 1.0 / (1.0 + 0.3275911 * 0.7071067811865476 * m);
  float p = -1.453152027 + t * 1.061405429;
  p = 1.421413741 + t * p;
  p = -0.284496736 + t * p;
  p = 0.254829592 + t * p;
  float upper = 0.5 * t * p * bell;
  float distribution = (z > 0.0 ? 1.0 - upper : upper);
  float library = 2.0 + 156.0 * density;
  return Rule(z * distribution, distribution + z * density, (2.0 - z2) * density,
    m * (library + distribution),
    library + 1.2 + near * density * (12.0 + 2.0 * z2),
    density * (4.0 + 2.0 * z2 + abs(2.0 - z2) * (10.0 + 2.0 * z2)));
}
