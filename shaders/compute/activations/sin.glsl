Rule sinRule(float z) {
  float value = sinShifted(z, 0.0);
  // cos z = sin(z + π/2) = (−1)ⁿ⁺¹·sin(z − (n + ½)π)
  float first = -sinShifted(z, 0.5);
  float library = 4.0 + 2.0 * abs(z);
  return Rule(value, first, -value, library, library, library);
}
