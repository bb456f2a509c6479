import type { Tile } from "./picture-size";

/** Some rows of a picture. */
export interface PictureStrip {
  readonly top: number;
  readonly pixels: ImageData;
}

/** Pixels of one strip, 16 MiB: drawing them blocks the page only for a moment. */
const STRIP_PIXELS = 2 ** 22;
const MOST_ROWS = 2048;
/** Rows of each strip but the first. Even and counted from below, as the GPU counts, so that no seam is visible between strips. */
export function countStripRows(width: number): number {
  return Math.max(2, 2 * Math.floor(Math.min(MOST_ROWS, STRIP_PIXELS / width) / 2));
}

/** The strips of a picture from the top; the first may have fewer rows than the others. */
export function cutStrips(width: number, height: number, rows: number): readonly Tile[] {
  const count = Math.ceil(height / rows);
  return Array.from({ length: count }, (_, index) => {
    const end = height - (count - 1 - index) * rows;
    const y = Math.max(0, end - rows);
    return { x: 0, y, width, height: end - y };
  });
}

/**
 * The tiles of a picture; no side is longer than `side`, which is even. The GPU draws pixels in pairs, counted from the lower left corner,
 * and takes screen derivatives within a pair. Tiles are cut at even distances from that corner, so that each tile has the pairs, and
 * therefore the widths of lines and patterns, of the whole picture.
 */
export function cutTiles(width: number, height: number, side: number): readonly Tile[] {
  return cutStrips(width, height, side).flatMap((strip) =>
    Array.from({ length: Math.ceil(width / side) }, (_, column) => {
      const x = column * side;
      return { ...strip, x, width: Math.min(side, width - x) };
    }),
  );
}

/**
 * A canvas for one strip with some rows above and below it, so that a shape that crosses the strip's border is drawn as a whole.
 *
 * @throws Error when the browser cannot create it
 */
export function openStrip({ width, height }: Tile, spare: number, background: string | null): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height + 2 * spare;
  // Each strip is read back as a whole, so the canvas stays in CPU memory.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error(`This browser cannot create a canvas of ${width} × ${height} pixels.`);
  if (background) {
    context.fillStyle = background;
    context.fillRect(0, 0, width, canvas.height);
  }
  return context;
}

export function readStrip(context: CanvasRenderingContext2D, { y, width, height }: Tile, spare: number): PictureStrip {
  return { top: y, pixels: context.getImageData(0, spare, width, height) };
}

/** Lets the page draw and handle events. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
