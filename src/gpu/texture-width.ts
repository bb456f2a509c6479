/** Texels in a row of an uploaded texture: a power of two, so that a kernel finds texel i with a mask and a shift. */
export const TEXTURE_WIDTH = 1024;
