// A mark in the lowest 12 bits of an error bound identifies the point and the draw of a texel. The same computation as in
// src/gpu/texel-mark.ts; docs/error-bounds.md, "A mark in the bound". Bits are compared as integers, which no compiler rearranges.

uint markOf(int point, int draw) {
  uint h = uint(point) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  h ^= h >> 16;
  return (h + uint(draw)) & 0xfffu;
}

// Rounds a bound up and inserts the mark. A bound of at least 2¹²⁷, or NaN, becomes infinite and has no mark.
float markBound(float bound, int point, int draw) {
  // 0x0d800000 is 2⁻¹⁰⁰. A bound of 0 could not be distinguished from an unwritten texel.
  uint bits = max(floatBitsToUint(bound), 0x0d800000u);
  if (bits >= 0x7f000000u) return uintBitsToFloat(0x7f800000u);
  return uintBitsToFloat((((bits >> 12) + 1u) << 12) | markOf(point, draw));
}
