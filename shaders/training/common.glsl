precision highp float;
precision highp int;
precision highp sampler2D;
precision highp isampler2D;

// Texel i of any texture of a training. Four texels are a tile of 2 × 2, and tiles fill bands of 8, column by column, so that a draw of
// any size is nearly square: GPUs draw squares of fragments, and software divides rows among processors.
//   0 2 | 32 34 | …
//   1 3 | 33 35 |
//   ----+-------+
//   4 6 | 36 38 | …
ivec2 placeOfTile(int tile) {
  return ivec2(((tile >> 3) & (COLUMNS / 2 - 1)) << 1, ((tile >> BAND_SHIFT) << 4) | ((tile & 7) << 1));
}

ivec2 placeOf(int i) {
  return placeOfTile(i >> 2) + ivec2((i >> 1) & 1, i & 1);
}

#define FETCH(texels, i) texelFetch(texels, placeOf(i), 0)

// The four texels of a tile.
#define FETCH_TILE(texels, place) \
  mat4( \
    texelFetch(texels, place, 0), \
    texelFetchOffset(texels, place, 0, ivec2(0, 1)), \
    texelFetchOffset(texels, place, 0, ivec2(1, 0)), \
    texelFetchOffset(texels, place, 0, ivec2(1, 1)))

// The index of the texel that this fragment writes.
int indexOfFragment() {
  ivec2 place = ivec2(gl_FragCoord.xy);
  int tile = ((place.y >> 4) << BAND_SHIFT) | ((place.x >> 1) << 3) | ((place.y >> 1) & 7);
  return (tile << 2) | ((place.x & 1) << 1) | (place.y & 1);
}

// The number of a row's sample. With full batches there is no order: row and sample are the same.
uniform isampler2D order;
uniform int firstOrder;

int sampleOf(int row) {
  return (firstOrder < 0 ? row : FETCH(order, firstOrder + row).x);
}
