import type { LayerLayout, NetworkLayout } from "../model/network/layout";

/** Texels in a row of a training's textures: the largest size of a texture that every WebGL2 device has. */
export const TRAINING_COLUMNS = 2048;
/** Rows of a band. Where a texel is: shaders/training/common.glsl. */
const BAND_ROWS = 16;
export const BAND_TEXELS = BAND_ROWS * TRAINING_COLUMNS;

/** Fewest samples whose gradients are summed one after another. Blocks keep the rounding error small, and a GPU busy. */
const BLOCK_ROWS = 32;
/** Most texels for the gradients of all blocks, and for the weights recorded between two reads. */
const MOST_TEXELS = 2 ** 19;
/** Most steps between two reads. */
const MOST_STEPS = 128;

/** A layer in a training's textures. A texel holds four units, or four weights that lead from one unit to them. */
export interface TexelLayer extends LayerLayout {
  readonly inputQuads: number;
  readonly unitQuads: number;
  /**
   * The first tile of its weights, four texels. Those from the inputs of quad i to the units of quad q are tile
   * firstTile + i · unitQuads + q; the biases, one texel a tile, follow as a last quad.
   */
  readonly firstTile: number;
  /** Texel of the first output of the first sample, in the textures of even layers or in those of odd ones. */
  readonly firstOutput: number;
}

/** Where everything is in a training's textures. A texture cannot be read and written at once, so even and odd layers have their own. */
export interface TexelLayout {
  readonly layers: readonly TexelLayer[];
  /** Tiles of θ. */
  readonly tileCount: number;
  /** The textures with the outputs of all even layers, and of all odd ones. */
  readonly outputSizes: readonly [even: TexelSize, odd: TexelSize];
  /** The textures with the gradients of all blocks. */
  readonly gradientSize: TexelSize;
  /** Samples of a block of the gradient. */
  readonly blockRows: number;
  /** Most steps between two reads, so that there is room for their losses and θ. */
  readonly mostSteps: number;
}

export function layoutTexels({ layers }: NetworkLayout, samples: number): TexelLayout {
  const tileCount = layers.reduce((sum, layer) => sum + countTiles(layer), 0);
  const outputCounts: [number, number] = [0, 0];
  let firstTile = tileCount;
  // From the output layer down, so that its outputs, its errors and its losses all begin at texel 0.
  const fromLast = layers.toReversed().map((layer, place): TexelLayer => {
    const parity = (layers.length - 1 - place) % 2 === 0 ? 0 : 1;
    const firstOutput = outputCounts[parity];
    outputCounts[parity] += roundUp(samples * quadsOf(layer.units), BAND_TEXELS);
    firstTile -= countTiles(layer);
    return { ...layer, inputQuads: quadsOf(layer.inputs), unitQuads: quadsOf(layer.units), firstTile, firstOutput };
  });
  const mostBlocks = Math.max(1, Math.floor(MOST_TEXELS / (tileCount + 1)));
  const blockRows = Math.max(BLOCK_ROWS, Math.ceil(samples / mostBlocks));
  const widest = samples * Math.max(...layers.map(({ units }) => quadsOf(units)));
  const { columns } = sizeOfTexels(widest);
  const sizeOf = (count: number) => ({ columns, rows: sizeOfTexels(count).rows });
  return {
    layers: fromLast.toReversed(),
    tileCount,
    outputSizes: [sizeOf(outputCounts[0]), sizeOf(outputCounts[1])],
    gradientSize: sizeOfTexels((tileCount + 1) * Math.ceil(samples / blockRows)),
    blockRows,
    mostSteps: Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_TEXELS / (4 * tileCount)))),
  };
}

export function quadsOf(count: number): number {
  return Math.ceil(count / 4);
}

function countTiles({ inputs, units }: LayerLayout): number {
  return (quadsOf(inputs) + 1) * quadsOf(units);
}

function roundUp(count: number, step: number): number {
  return Math.ceil(count / step) * step;
}

/** The size of a texture in texels. */
export interface TexelSize {
  readonly columns: number;
  readonly rows: number;
}

/** The texels that a draw writes: the first columns of some rows. */
export interface TexelArea extends TexelSize {
  readonly firstRow: number;
}

/** The rows of the texels first … first + count − 1. @param first  the first texel of a band */
export function areaOfTexels(first: number, count: number): TexelArea {
  return { firstRow: first / TRAINING_COLUMNS, ...sizeOfTexels(count) };
}

/** The size of the smallest texture that holds these texels. */
export function sizeOfTexels(count: number): TexelSize {
  const held = Math.max(1, count);
  const columns = 2 * Math.ceil(held / (2 * BAND_ROWS));
  return { columns: Math.min(TRAINING_COLUMNS, columns), rows: BAND_ROWS * Math.ceil(held / BAND_TEXELS) };
}

/** The position of texel i among the texels of a texture, row by row; as placeOf in shaders/training/common.glsl. */
export function positionOfTexel(i: number, columns: number): number {
  const band = Math.floor(i / BAND_TEXELS);
  const tile = (i % BAND_TEXELS) >> 2;
  const row = band * BAND_ROWS + 2 * (tile % (BAND_ROWS / 2)) + (i & 1);
  const column = 2 * Math.floor(tile / (BAND_ROWS / 2)) + ((i >> 1) & 1);
  return row * columns + column;
}

/**
 * Where each number of a parameter vector is among the numbers of its texels, four a texel. The others are always 0.
 * @returns [parameterCount]
 */
export function placeParameters({ layers }: TexelLayout, parameterCount: number): Uint32Array {
  const places = new Uint32Array(parameterCount);
  for (const { inputs, units, kernel, bias, inputQuads, unitQuads, firstTile } of layers) {
    const placeOf = (input: number, unit: number) =>
      16 * (firstTile + (input >> 2) * unitQuads + (unit >> 2)) + 4 * (input & 3) + (unit & 3);
    for (let j = 0; j < units; j++) {
      for (let i = 0; i < inputs; i++) places[kernel + i * units + j] = placeOf(i, j);
      places[bias + j] = placeOf(4 * inputQuads, j);
    }
  }
  return places;
}

/** Rows of numbers as texels: each row begins a new texel, which zeros fill. */
export function padRows(values: ArrayLike<number>, width: number): Float32Array {
  const stride = 4 * quadsOf(width);
  const padded = new Float32Array((values.length / width) * stride);
  for (let i = 0; i < values.length; i++) padded[Math.floor(i / width) * stride + (i % width)] = values[i]!;
  return padded;
}
