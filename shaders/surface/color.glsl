// IEC 61966-2-1. Shading is computed in linear light; all other colours are mixed in sRGB.
vec3 decodeSrgb(vec3 color) {
  return mix(color / 12.92, pow((color + 0.055) / 1.055, vec3(2.4)), step(0.04045, color));
}

vec3 encodeSrgb(vec3 color) {
  vec3 clamped = clamp(color, 0.0, 1.0);
  return mix(clamped * 12.92, 1.055 * pow(clamped, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, clamped));
}

// The change of a varying from one pixel to the next, in the direction of the largest change.
float changePerPixel(float value) {
  return length(vec2(dFdx(value), dFdy(value)));
}
