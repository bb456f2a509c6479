/**
 * Where the kernel finds its numbers in its memory; read by both sides, the packing in TypeScript and the kernel in AssemblyScript.
 *
 * A vector holds 2 float64, a quad the 4 samples of a block: two vectors, 32 bytes.
 *
 *     problem   │ layers │ loss │ samples │ slope │ totals │ targets │ table │    each 8 bytes: i32, or f64 for the slope of leaky-relu
 *     table     │ one entry of LAYER_BYTES for each layer, i32 each
 *     targets   block by block, output by output │ scale: quad │ shift: quad │     softmax-ce: shift is the target
 */
export const QUAD_BYTES = 32;

export const PROBLEM_LAYERS = 0;
export const PROBLEM_LOSS = 8;
export const PROBLEM_SAMPLES = 16;
export const PROBLEM_SLOPE = 24;
export const PROBLEM_TOTALS = 32;
export const PROBLEM_TARGETS = 40;
export const PROBLEM_TABLE = 48;
export const PROBLEM_BYTES = 56;

export const LAYER_INPUTS = 0;
export const LAYER_UNITS = 4;
export const LAYER_ACTIVATION = 8;
export const LAYER_RESIDUAL = 12;
/** θ in the order of LAYER_FORWARD, [units][inputs + 1] f64; the bias comes last. Not of the first layer. */
export const LAYER_THETA = 16;
/** [units][inputs + 1][w, dx, dy]; w is placed for each point. First layer: z0, block by block, [units] quads. */
export const LAYER_FORWARD = 20;
/** [inputs][units][w, dx, dy]. First layer: z1 and z2, block by block, [units][2] quads. */
export const LAYER_BACKWARD = 24;
/** z, [units] quads. */
export const LAYER_INPUT = 28;
/** ∂z/∂x and ∂z/∂y, [units][2] quads. Not of the first layer. */
export const LAYER_SLOPES = 32;
/** φ(z), φ′(z), φ″(z), [units] quads each. */
export const LAYER_ACTIVATED = 36;
export const LAYER_FIRST = 40;
export const LAYER_SECOND = 44;
/** a, ∂a/∂x, ∂a/∂y, [units][3] quads. */
export const LAYER_VALUES = 48;
/** ∂ℓ/∂a and ∂ℓ/∂z, [units] quads each. */
export const LAYER_VALUE_ADJOINT = 52;
export const LAYER_INPUT_ADJOINT = 56;
/** What was seen of the layer, eight vectors in the order of a record (observed.ts). */
export const LAYER_SEEN = 60;
export const LAYER_BYTES = 64;

/** The sums of a record, eight vectors in its order, and what was seen of a layer. */
export const TOTALS_BYTES = 128;
export const SEEN_BYTES = 128;

export const IDENTITY = 0;
export const RELU = 1;
export const LEAKY_RELU = 2;
/** From here on φ″ is not 0. */
export const SIGMOID = 3;
export const TANH = 4;
export const ELU = 5;
export const SOFTPLUS = 6;
export const SILU = 7;
export const GELU = 8;
export const SIN = 9;

export const MSE = 0;
export const BCE = 1;
export const HINGE = 2;
export const SOFTMAX_CE = 3;
