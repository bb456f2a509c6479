import type { Limit } from "../../experiment/limits";
import { COLUMN_WIDTHS } from "../../figure/layout/figure-presets";

export const FIGURE_LIMITS = {
  millimetres: { min: 30, max: 1_000 },
  pixels: { min: 160, max: 16_384 },
} as const satisfies Record<string, Limit>;

/** The reader's choices for a figure. They are not part of the experiment. */
export interface FigureSettings {
  readonly picture: "contours" | "surface";
  /** A surface is saved as PNG only. SVG and PDF have a width on paper. */
  readonly file: "svg" | "pdf" | "png";
  /** White background, small sans-serif text, thicker lines. */
  readonly publication: boolean;
  readonly transparent: boolean;
  readonly legend: boolean;
  readonly caption: boolean;
  /** Width of an SVG on paper. */
  readonly column: "single" | "double" | "own";
  readonly millimetres: number;
  /** Pixels of a PNG. */
  readonly width: number;
  readonly height: number;
}

export const FIRST_SETTINGS: FigureSettings = Object.freeze({
  picture: "contours",
  file: "svg",
  publication: true,
  transparent: false,
  legend: true,
  caption: false,
  column: "single",
  millimetres: 120,
  width: 2400,
  height: 1800,
});

/** Usual sizes of pictures, in pixels. */
export const PIXEL_SIZES = {
  "Paper 2400 × 1800": [2400, 1800],
  "Slide 1920 × 1080": [1920, 1080],
  "Screen 3840 × 2160": [3840, 2160],
  "Poster 9600 × 7200": [9600, 7200],
} as const satisfies Record<string, readonly [number, number]>;

/** Applies a change. Numbers are rounded and clamped here; a value that is not a number changes nothing. */
export function changeSettings(settings: FigureSettings, change: Partial<FigureSettings>): FigureSettings {
  const next = { ...settings, ...change };
  const picture = change.file === "svg" || change.file === "pdf" ? "contours" : next.picture;
  return Object.freeze({
    ...next,
    picture,
    file: picture === "surface" ? "png" : next.file,
    // Choosing the preset sets these; the reader may change them afterwards.
    transparent: change.publication ? false : next.transparent,
    millimetres: clamp(next.millimetres, FIGURE_LIMITS.millimetres, settings.millimetres),
    width: clamp(next.width, FIGURE_LIMITS.pixels, settings.width),
    height: clamp(next.height, FIGURE_LIMITS.pixels, settings.height),
  });
}

const NUMBERS = {
  width: { name: "The width", limit: FIGURE_LIMITS.pixels, unit: "pixels" },
  height: { name: "The height", limit: FIGURE_LIMITS.pixels, unit: "pixels" },
  millimetres: { name: "The width", limit: FIGURE_LIMITS.millimetres, unit: "mm" },
} as const;

/** One sentence on a number that was clamped or refused; empty where the change was applied unchanged. */
export function describeRefusal(change: Partial<FigureSettings>, taken: FigureSettings): string {
  for (const key of Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]) {
    const asked = change[key];
    if (asked === undefined || asked === taken[key]) continue;
    const { name, limit, unit } = NUMBERS[key];
    return `${name} is a whole number of ${unit} from ${limit.min} to ${limit.max}.`;
  }
  return "";
}

function clamp(value: number, { min, max }: Limit, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, Math.round(value))) : otherwise;
}

/** Width of a figure on paper, in millimetres. */
export function paperWidth({ column, millimetres }: FigureSettings): number {
  return column === "own" ? millimetres : COLUMN_WIDTHS[column];
}

/** CSS pixels along the shorter side of a surface: fewer make text and lines larger. */
const SHORT_SIDE = { publication: 900, plain: 1200 } as const;

/** Pixels of the picture per CSS pixel of a surface. */
export function surfaceScale({ width, height, publication }: FigureSettings): number {
  return Math.min(width, height) / (publication ? SHORT_SIDE.publication : SHORT_SIDE.plain);
}
