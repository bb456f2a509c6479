// A slice as textures of the grid's size, read without filtering: linear filtering of floats is an extension, and there is no class
// between two classes.
//
//   field texel (column, row) = (level, colour position)      marks texel = (class / 255, cell drawn)
//   level: 0 floor, 1 ceiling of the box; below HOLE the loss is not finite

const float HOLE = -1e5;

bool isHole(float level) {
  return level < HOLE;
}

// Level and colour at a grid position (0..size-1): bilinear interpolation over the finite corners; z is the number of these.
vec3 sampleField(sampler2D field, ivec2 size, vec2 place) {
  ivec2 corner = clamp(ivec2(floor(place)), ivec2(0), size - 2);
  vec2 part = clamp(place - vec2(corner), 0.0, 1.0);
  vec3 sum = vec3(0.0);
  for (int index = 0; index < 4; index++) {
    ivec2 step = ivec2(index & 1, index >> 1);
    vec2 texel = texelFetch(field, corner + step, 0).rg;
    vec2 side = mix(1.0 - part, part, vec2(step));
    float weight = isHole(texel.r) ? 0.0 : side.x * side.y;
    sum += weight * vec3(texel, 1.0);
  }
  return sum.z > 0.0 ? vec3(sum.xy / sum.z, 1.0) : vec3(0.0);
}
