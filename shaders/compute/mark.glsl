// A mark in the lowest 12 bits of an error bound says for which point and by which draw a texel was written. The twin of
// src/gpu/texel-mark.ts; docs/error-bounds.md, "A mark in the bound". Bits are compared as whole numbers: no compiler rearranges those.

uint markOf(int point, int draw) {
  uint h = uint(point) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  h ^= h >> 16;
  return (h + uint(draw)) & 0xfffu;
}

// Rounds a bound up and puts the mark in. From 2¹²⁷ on, and where it is not a number, it becomes infinite, without a mark.
float markBound(float bound, int point, int draw) {
  // 0x0d800000 is 2⁻¹⁰⁰: a bound of 0 would be what a texel that nobody wrote holds.
  uint bits = max(floatBitsToUint(bound), 0x0d800000u);
  if (bits >= 0x7f000000u) return uintBitsToFloat(0x7f800000u);
  return uintBitsToFloat((((bits >> 12) + 1u) << 12) | markOf(point, draw));
}
