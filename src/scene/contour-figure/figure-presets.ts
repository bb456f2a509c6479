import { THEMES, type ThemeTokens } from "../theme";
import type { FigureStyle } from "./figure-style";

/** Widths of one and two columns of a journal, in millimetres. */
export const COLUMN_WIDTHS = { single: 85, double: 175 } as const;

const POINTS_PER_MILLIMETRE = 72 / 25.4;

export function millimetresToPoints(length: number): number {
  return length * POINTS_PER_MILLIMETRE;
}

export function pointsToMillimetres(length: number): number {
  return length / POINTS_PER_MILLIMETRE;
}

/** Sizes on paper, in points: small type, and for print lines that survive it. */
const PUBLICATION = { textSize: 7, lineWidth: 0.62 } as const;
const PLAIN = { textSize: 8, lineWidth: 0.5 } as const;
/** In a picture of pixels the type goes by the shorter side. */
const PIXEL_TEXT = { publication: 1 / 44, plain: 1 / 60 } as const;

export interface FigureChoice {
  readonly width: number;
  /** Null for as high as the contents want. */
  readonly height: number | null;
  /** White ground, black ink, larger type and thicker lines for the size, no notes: for readers who did not make it. */
  readonly publication: boolean;
  readonly transparent: boolean;
  readonly legend: boolean;
  /** What it is drawn in where it is not for publication. */
  readonly theme: ThemeTokens;
}

/** A figure on paper, in points, of which there are 72 in an inch. */
export function makePaperStyle(choice: FigureChoice): FigureStyle {
  return makeStyle(choice, choice.publication ? PUBLICATION : PLAIN);
}

/** A figure of pixels. */
export function makePixelStyle(choice: FigureChoice & { readonly height: number }): FigureStyle {
  const part = choice.publication ? PIXEL_TEXT.publication : PIXEL_TEXT.plain;
  const textSize = part * Math.min(choice.width, 1.25 * choice.height);
  const { textSize: printed, lineWidth } = choice.publication ? PUBLICATION : PLAIN;
  return makeStyle(choice, { textSize, lineWidth: (lineWidth * textSize) / printed });
}

function makeStyle(
  { width, height, publication, transparent, legend, theme }: FigureChoice,
  sizes: Pick<FigureStyle, "textSize" | "lineWidth">,
): FigureStyle {
  const tokens = publication ? { ...THEMES.light, background: "#ffffff", ink: "#000000" } : theme;
  return {
    width,
    height,
    ...sizes,
    theme: tokens,
    ground: transparent ? null : tokens.background,
    legend,
    notes: !publication,
  };
}

export interface PageChoice {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: ThemeTokens;
  readonly ground: string | null;
  readonly legend: boolean;
  readonly notes: boolean;
}

/** Below this width of the page, in CSS pixels, text is a step smaller. */
const NARROW = 560;

/** A figure on the page, in CSS pixels. */
export function makePageStyle(choice: PageChoice): FigureStyle {
  return { ...choice, textSize: choice.width < NARROW ? 11 : 12, lineWidth: 1 };
}
