// Elementary functions computed with +, −, × and / only, because GLSL guarantees no useful error for its own functions.
// Neither side of a `? :` contains a call: a compiler would make a branch of it, and carry it through every unit. U = 2⁻²³. Each error below is derived in docs/error-bounds.md, "Elementary functions".

const float U = 1.1920928955078125e-7;
// η = 2⁻¹⁰⁰ bounds the error of one number by flushing to zero (docs/error-bounds.md, "What underflow loses").
const float UNDERFLOW = 7.888609052210118e-31;

const float INFINITE = intBitsToFloat(0x7f800000);

// What is added to a bound: 0, or ∞ once a number that limits all others may have overflowed. A comparison with NaN is false.
float hold(float overflow, float reach) {
  return (reach < 1.329227995784916e36 ? overflow : INFINITE);
}

// 2ⁿ for a whole n, −126 ≤ n ≤ 127, exactly.
float exp2Whole(float n) {
  return intBitsToFloat((int(n) + 127) << 23);
}

// e^x for x ≤ 0. Relative error ≤ (6 + |x|)·U; below −87 the result is 0, with an absolute error below 2e-38.
float expNonPositive(float x) {
  float held = max(x, -87.0);
  float n = floor(held * 1.44269504 + 0.5);
  // ln 2 = 0.693359375 − 2.12194440e-4; the first has 9 bits, so n times it is exact.
  float r = (held - n * 0.693359375) + n * 2.12194440e-4;
  // Taylor to r⁷: |r| ≤ 0.347, remainder below 0.05·U.
  float p = 1.0 + r * (1.0 / 7.0);
  p = 1.0 + r * (1.0 / 6.0) * p;
  p = 1.0 + r * 0.2 * p;
  p = 1.0 + r * 0.25 * p;
  p = 1.0 + r * (1.0 / 3.0) * p;
  p = 1.0 + r * 0.5 * p;
  p = 1.0 + r * p;
  float power = p * exp2Whole(n);
  return (x > -87.0 ? power : 0.0);
}

// log(1 + t) for 0 ≤ t ≤ 1: 2·artanh(t / (2 + t)), terms to s¹⁵. Relative error ≤ 8·U.
float logOnePlus(float t) {
  float s = t / (2.0 + t);
  float q = s * s;
  float p = 1.0 / 13.0 + q * (1.0 / 15.0);
  p = 1.0 / 11.0 + q * p;
  p = 1.0 / 9.0 + q * p;
  p = 1.0 / 7.0 + q * p;
  p = 1.0 / 5.0 + q * p;
  p = 1.0 / 3.0 + q * p;
  p = 1.0 + q * p;
  return 2.0 * s * p;
}

// log(t) for 1 ≤ t ≤ 16. Absolute error ≤ (4 + 4·log t)·U.
float logModerate(float t) {
  float k = 0.0;
  k = (t > 2.0 ? 1.0 : k);
  k = (t > 4.0 ? 2.0 : k);
  k = (t > 8.0 ? 3.0 : k);
  float m = t * exp2Whole(-k);
  return k * 0.6931471805599453 + logOnePlus(max(m - 1.0, 0.0));
}

// sin r for |r| ≤ π/2 + ε: Taylor to r¹³.
float sinReduced(float r) {
  float q = r * r;
  float p = 1.0 - q * (1.0 / 156.0);
  p = 1.0 - q * (1.0 / 110.0) * p;
  p = 1.0 - q * (1.0 / 72.0) * p;
  p = 1.0 - q * (1.0 / 42.0) * p;
  p = 1.0 - q * 0.05 * p;
  p = 1.0 - q * (1.0 / 6.0) * p;
  return r * p;
}

// sin(x − shift·π), from x − (n + shift)·π in three parts and (−1)ⁿ. n is exact for |x| < 2²². For larger |x| the remainder is
// meaningless, so it is clamped near ±π/2; the error is then at most 2.
float sinShifted(float x, float shift) {
  float n = floor(x * 0.3183098861837907 - shift + 0.5);
  float m = n + shift;
  float r = ((x - m * 3.140625) - m * 9.67502593994140625e-4) - m * 1.509957990978376432e-7;
  float sign = 1.0 - 2.0 * (n - 2.0 * floor(n * 0.5));
  return sign * sinReduced(clamp(r, -2.0, 2.0));
}
