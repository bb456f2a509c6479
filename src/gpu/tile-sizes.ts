/** Duration of one draw to aim at, in milliseconds: far below a driver's time limit, and short enough to draw the picture between draws. */
const TILE_TARGET_MS = 100;
/** Most points of the first tile, before the device's speed is known. */
const MAX_FIRST_POINTS = 4096;
/** Most points of one tile. */
const MAX_TILE_POINTS = 2 ** 17;
/** Products of the first tile and of a tile after a failure: some tenths of a second with software rendering on two processor cores. */
const FIRST_TILE_PRODUCTS = 2 ** 26;

/** Chooses the number of points of each tile: few at first, then as many as the measured speed allows. */
export class TileSizes {
  readonly #smallest: number;
  #largest = MAX_TILE_POINTS;
  #last: number;
  /** Points per millisecond of the fastest tile so far, because a slow tile may have waited for other work. */
  #rate = 0;

  /** @param productsAtOnce  products of one point in one draw */
  constructor(productsAtOnce: number) {
    this.#smallest = Math.max(1, Math.min(MAX_FIRST_POINTS, Math.floor(FIRST_TILE_PRODUCTS / productsAtOnce)));
    this.#last = this.#smallest / 4;
  }

  /** Number of points of the next tile, at most `left`. A rest of less than half a tile is not worth a draw of its own. */
  next(left: number): number {
    const affordable = Math.max(this.#smallest, Math.floor(this.#rate * TILE_TARGET_MS));
    const count = Math.min(Math.ceil(4 * this.#last), affordable, this.#largest);
    return left < 1.5 * count ? Math.min(left, this.#largest) : count;
  }

  /** @param milliseconds  duration of one draw of the tile */
  succeeded(count: number, milliseconds: number): void {
    this.#last = count;
    this.#rate = Math.max(this.#rate, count / Math.max(1, milliseconds));
  }

  /** After a late or wrong tile: the next tile has the smallest size, and no later tile is as large as the failed one. */
  failed(count: number): void {
    this.#largest = Math.max(this.#smallest, count >> 1);
    this.#last = this.#smallest / 4;
    this.#rate = 0;
  }
}
