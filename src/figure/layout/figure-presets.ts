import { THEMES, type ThemeTokens } from "../../drawing/colors/theme";
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

/** Type size and line width on paper, in points. For publication, lines are thick enough to survive printing. */
const PUBLICATION = { textSize: 7, lineWidth: 0.62 } as const;
const PLAIN = { textSize: 8, lineWidth: 0.5 } as const;
/** Type size in a pixel picture, as a part of its shorter side. */
const PIXEL_TEXT = { publication: 1 / 72, plain: 1 / 90 } as const;
/** Text sizes in the width of a figure on paper: on a narrower one text is smaller, so that all of it stays on the page. */
const LEAST_WIDTH = 30;

export interface FigureChoice {
  readonly width: number;
  /** Null: the contents set the height. */
  readonly height: number | null;
  /** For papers: white background, black text, larger type and thicker lines. */
  readonly publication: boolean;
  readonly transparent: boolean;
  readonly legend: boolean;
  /** The theme, used where `publication` is false. */
  readonly theme: ThemeTokens;
}

/** A figure on paper, in points (72 to the inch). */
export function makePaperStyle(choice: FigureChoice): FigureStyle {
  const { textSize, lineWidth } = choice.publication ? PUBLICATION : PLAIN;
  const shrink = Math.min(1, choice.width / (LEAST_WIDTH * textSize));
  return makeStyle(choice, { textSize: textSize * shrink, lineWidth: lineWidth * shrink });
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
    background: transparent ? null : tokens.background,
    legend,
    notes: false,
  };
}

export interface PageChoice {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: ThemeTokens;
  readonly background: string | null;
  readonly legend: boolean;
  readonly notes: boolean;
}

/** Below this width of the page, in CSS pixels, text is a step smaller. */
const NARROW = 560;

/** A figure on the page, in CSS pixels. */
export function makePageStyle(choice: PageChoice): FigureStyle {
  return { ...choice, textSize: choice.width < NARROW ? 11 : 12, lineWidth: 1 };
}
