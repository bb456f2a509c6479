import type { View } from "../../experiment/view";
import type { ColorLook } from "../picture/picture-options";
import { formatHex, fromOklab, type Oklab, parseHex, type Srgb, toOklab } from "./oklab";

/** Colours in a table; the shader interpolates between them. */
export const COLOR_COUNT = 256;

/**
 * The hues of the loss at ten even steps from low to high: viridis (van der Walt and Smith 2015), cividis (Nuñez, Anderton and
 * Renslow 2018) and magma (by the authors of viridis), with the values of matplotlib.
 */
const LOSS_HUES: Readonly<Record<View["colorMap"], readonly string[]>> = {
  viridis: [
    "#440154",
    "#482878",
    "#3e4a89",
    "#31688e",
    "#26828e",
    "#1f9e89",
    "#35b779",
    "#6dcd59",
    "#b4de2c",
    "#fde725",
  ],
  cividis: [
    "#00224e",
    "#123670",
    "#3c496c",
    "#575d6d",
    "#707173",
    "#898678",
    "#a59c74",
    "#c2b369",
    "#e1cc55",
    "#fee838",
  ],
  magma: ["#000004", "#180f3e", "#450f76", "#721f81", "#9f2f7f", "#cd3f71", "#f1605d", "#fd9567", "#fec98d", "#fcfdbf"],
  greys: ["#000000", "#ffffff"],
};
/** At full chroma the colours would draw more attention than the marks; the darkest ones would not differ from a dark background. */
const LOSS_CHROMA = 0.74;
const LOSS_LIGHTNESS = [0.36, 0.93] as const;

/** λmin: vermilion below 0, blue above (the Okabe–Ito pair), each darker towards its end; near-white at 0. */
const CURVATURE_ANCHORS: readonly Oklab[] = [
  [0.42, 0.103, 0.092],
  [0.62, 0.118, 0.125],
  [0.8, 0.055, 0.06],
  [0.945, 0, 0.004],
  [0.79, -0.035, -0.06],
  [0.56, -0.045, -0.125],
  [0.38, -0.025, -0.115],
];

/**
 * A difference of two losses: green below 0, purple above, near-white at 0. The two differ in blue and yellow as well as in red and
 * green, so that colour-blind readers can tell them apart. No mark and no proof has either colour.
 */
const DIFFERENCE_ANCHORS: readonly Oklab[] = [
  [0.4, -0.085, 0.06],
  [0.58, -0.11, 0.085],
  [0.77, -0.085, 0.068],
  [0.95, 0, 0.002],
  [0.77, 0.07, -0.075],
  [0.58, 0.095, -0.11],
  [0.4, 0.085, -0.11],
];

function mixOklab(from: Oklab, to: Oklab, part: number): Oklab {
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

function interpolateAnchors(anchors: readonly Oklab[], position: number): Oklab {
  const place = Math.min(1, Math.max(0, position)) * (anchors.length - 1);
  const index = Math.min(anchors.length - 2, Math.floor(place));
  return mixOklab(anchors[index]!, anchors[index + 1]!, place - index);
}

/** The hues of a map at moderate chroma. Lightness is made exactly linear, so that equal steps look equal. */
function tabulateLoss(hues: readonly string[]): readonly Srgb[] {
  const anchors = hues.map(parseHex).map(toOklab);
  return tabulate((position) => {
    const [, a, b] = interpolateAnchors(anchors, position);
    const lightness = LOSS_LIGHTNESS[0] + (LOSS_LIGHTNESS[1] - LOSS_LIGHTNESS[0]) * position;
    return fromOklab([lightness, a * LOSS_CHROMA, b * LOSS_CHROMA]);
  });
}

function tabulate(colorAt: (position: number) => Srgb): readonly Srgb[] {
  return Array.from({ length: COLOR_COUNT }, (_, index) => colorAt(index / (COLOR_COUNT - 1)));
}

const tables = new Map<string, readonly Srgb[]>();

/** Tables are made when they are first asked for: a page shows one or two of them. */
function tabulateLook({ coloring, colorMap }: ColorLook): readonly Srgb[] {
  if (coloring === "difference") {
    return tabulate((position) => fromOklab(interpolateAnchors(DIFFERENCE_ANCHORS, position)));
  }
  if (coloring === "curvature") {
    return tabulate((position) => fromOklab(interpolateAnchors(CURVATURE_ANCHORS, position)));
  }
  return tabulateLoss(LOSS_HUES[colorMap]);
}

/**
 * COLOR_COUNT colours at even positions. Loss: from dark (low) to light. λmin: vermilion (negative) to blue (positive). Difference:
 * green (negative) to purple (positive).
 */
export function listColors({ coloring, colorMap }: ColorLook): readonly Srgb[] {
  const name = coloring === "loss" ? colorMap : coloring;
  const known = tables.get(name) ?? tabulateLook({ coloring, colorMap });
  tables.set(name, known);
  return known;
}

/** @returns the colour at a position 0 to 1 as #rrggbb; positions outside are clamped */
export function sampleColorMap(look: ColorLook, position: number): string {
  const index = Math.round(Math.min(1, Math.max(0, position)) * (COLOR_COUNT - 1));
  return formatHex(listColors(look)[index]!);
}

/** @returns RGBA bytes, [COLOR_COUNT · 4] */
export function packColorMap(look: ColorLook): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(COLOR_COUNT * 4);
  listColors(look).forEach(([red, green, blue], index) => {
    bytes.set([Math.round(red * 255), Math.round(green * 255), Math.round(blue * 255), 255], index * 4);
  });
  return bytes;
}
