import type { Tile } from "./picture-size";

/** Some rows of a picture. */
export interface PictureStrip {
  readonly top: number;
  readonly pixels: ImageData;
}

/** Pixels held at a time, 16 MiB of them: drawing so many keeps the page for a moment only. */
const STRIP_PIXELS = 2 ** 22;
const MOST_ROWS = 2048;
/** Rows of each strip but the first. Even, and counted from below as the GPU counts, so that strips meet as if they were one. */
export function countStripRows(width: number): number {
  return Math.max(2, 2 * Math.floor(Math.min(MOST_ROWS, STRIP_PIXELS / width) / 2));
}

/** The strips of a picture from the top; the first may be lower than the others. */
export function cutStrips(width: number, height: number, rows: number): readonly Tile[] {
  const count = Math.ceil(height / rows);
  return Array.from({ length: count }, (_, index) => {
    const end = height - (count - 1 - index) * rows;
    const y = Math.max(0, end - rows);
    return { x: 0, y, width, height: end - y };
  });
}

/**
 * The tiles of a picture, no larger than an even side. As the GPU draws pixels by twos from the lower left corner, so are they cut:
 * each tile's pairs are those of the whole picture, and so are the slopes that lines and patterns are drawn by.
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
 * A canvas for one strip with some rows above and below it, so that what the strip's border cuts is drawn as if it were whole.
 *
 * @throws Error when the browser cannot hold it
 */
export function openStrip({ width, height }: Tile, spare: number, ground: string | null): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height + 2 * spare;
  // Read back as a whole each time: kept where it is read.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error(`This browser cannot hold ${width} × ${height} pixels at once.`);
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, canvas.height);
  }
  return context;
}

export function readStrip(context: CanvasRenderingContext2D, { y, width, height }: Tile, spare: number): PictureStrip {
  return { top: y, pixels: context.getImageData(0, spare, width, height) };
}

/** Lets the page draw and be used. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
