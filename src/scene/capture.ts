import type { LegendContent } from "./legend";
import { drawLegend } from "./legend-svg";
import type { ThemeTokens } from "./theme";

/** How a picture is saved. */
export interface CaptureOptions {
  /** Pixels per CSS pixel of the view. */
  readonly scale: 1 | 2 | 4;
  /** Leave the ground out: alpha 0 where nothing is drawn. */
  readonly transparent: boolean;
  /** Drawn into the lower right corner; null for none. */
  readonly legend: LegendContent | null;
}

/** A part of a picture, in its pixels, y down. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Cuts a picture into tiles no larger than a side allows. */
export function cutTiles(width: number, height: number, side: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      tiles.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
    }
  }
  return tiles;
}

/** A legend decoded and ready to be drawn at any scale. */
export interface LegendImage {
  readonly image: HTMLImageElement;
  readonly width: number;
  readonly height: number;
}

/** @throws Error when the browser cannot decode its own SVG */
export async function decodeLegend(
  content: LegendContent,
  theme: ThemeTokens,
  options: { readonly panel: boolean; readonly scale: number },
): Promise<LegendImage> {
  const { svg, width, height } = drawLegend(content, theme, { id: "saved", panel: options.panel });
  // At its final size, so that no browser enlarges a small bitmap of it.
  const sized = svg.replace(
    `width="${width}" height="${height}"`,
    `width="${width * options.scale}" height="${height * options.scale}"`,
  );
  const address = URL.createObjectURL(new Blob([sized], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return { image, width, height };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @throws Error when the canvas is too large for the browser to encode */
export function encodePng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(`This browser cannot save a picture of ${canvas.width} × ${canvas.height} pixels.`));
    }, "image/png");
  });
}
