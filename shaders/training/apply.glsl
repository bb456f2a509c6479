// A rule's value and slope. They are NaN where z is not finite: comparisons with NaN are false, so a rule could hide that a training diverges.
#define APPLY(rule, z) (abs(z) < 3.0e38 ? vec2((rule).value, (rule).first) : vec2(intBitsToFloat(0x7fc00000)))
