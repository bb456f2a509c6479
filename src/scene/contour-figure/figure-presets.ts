import { THEMES, type ThemeTokens } from "../theme";
import type { FigureStyle } from "./figure-style";
import { type MeasureText, measureHelvetica } from "./text-width";

/** A face that every printer's machine has, or one of its widths. */
const PAPER_FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** Widths of one and two columns of a journal, in millimetres. */
export const COLUMN_WIDTHS = { single: 85, double: 175 } as const;

const POINTS_PER_MILLIMETRE = 72 / 25.4;

export function millimetresToPoints(length: number): number {
  return length * POINTS_PER_MILLIMETRE;
}

export function pointsToMillimetres(length: number): number {
  return length / POINTS_PER_MILLIMETRE;
}

/** Set for a reader who did not make it: white ground, small type, lines that survive a printer. */
const PUBLICATION = { textSize: 7, lineWidth: 0.62 } as const;
const PLAIN = { textSize: 8, lineWidth: 0.5 } as const;

export interface PaperChoice {
  /** Points, of which there are 72 in an inch. */
  readonly width: number;
  /** Null for as high as the contents want. */
  readonly height: number | null;
  readonly publication: boolean;
  readonly transparent: boolean;
  readonly legend: boolean;
}

/** A figure on paper, in points. */
export function makePaperStyle({ width, height, publication, transparent, legend }: PaperChoice): FigureStyle {
  const theme: ThemeTokens = publication ? { ...THEMES.light, background: "#ffffff", ink: "#000000" } : THEMES.light;
  return {
    width,
    height,
    ...(publication ? PUBLICATION : PLAIN),
    fontFamily: PAPER_FONT,
    measure: measureHelvetica,
    theme,
    ground: transparent ? null : theme.background,
    legend,
    notes: !publication,
  };
}

export interface PageChoice {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: ThemeTokens;
  readonly fontFamily: string;
  readonly measure: MeasureText;
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
