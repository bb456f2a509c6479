/** How long one draw should keep the GPU, in milliseconds: far below a driver's watchdog, short enough to share with the picture. */
const TILE_TARGET_MS = 100;
/** Most points of the first tile, before the device's speed is known. */
const MAX_FIRST_POINTS = 256;
/** Most points of one tile. */
const MAX_TILE_POINTS = 2 ** 17;
/** Products of the first tile and of one after a failure: a sixth of a second where a GPU is two processor cores. */
const FIRST_TILE_PRODUCTS = 2 ** 22;

/** How many points the next tile should have: few at first, then what the measured speed allows. */
export class TileSizes {
  readonly #smallest: number;
  #largest = MAX_TILE_POINTS;
  #last: number;
  /** Points a millisecond: of the fastest tile so far, since a slow one may have waited for other work. */
  #rate = 0;

  /** @param productsAtOnce  what one point costs in one draw */
  constructor(productsAtOnce: number) {
    this.#smallest = Math.max(1, Math.min(MAX_FIRST_POINTS, Math.floor(FIRST_TILE_PRODUCTS / productsAtOnce)));
    this.#last = this.#smallest / 4;
  }

  /** Points of the next tile, at most those that are left. */
  next(left: number): number {
    const affordable = Math.max(this.#smallest, Math.floor(this.#rate * TILE_TARGET_MS));
    return Math.min(left, Math.ceil(4 * this.#last), affordable, this.#largest);
  }

  /** @param milliseconds  what a draw of the tile took */
  succeeded(count: number, milliseconds: number): void {
    this.#last = count;
    this.#rate = Math.max(this.#rate, count / Math.max(1, milliseconds));
  }

  /** A tile was late or came back wrong: all begins again with the smallest, and no tile grows as large again. */
  failed(count: number): void {
    this.#largest = Math.max(this.#smallest, count >> 1);
    this.#last = this.#smallest / 4;
    this.#rate = 0;
  }
}
