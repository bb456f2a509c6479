import type { ThemeTokens } from "../theme";

/** How a figure is set. All lengths are in its own units: CSS pixels on a page, points on paper. */
export interface FigureStyle {
  readonly width: number;
  /** Null for as high as the contents want. */
  readonly height: number | null;
  /** Size of all text but the title, which is a little larger. Room and patterns go by it. */
  readonly textSize: number;
  /** Width of a plain line; the others are wider or finer by it. */
  readonly lineWidth: number;
  readonly theme: ThemeTokens;
  /** Painted behind everything; null for nothing. */
  readonly ground: string | null;
  /** Draw the scale of the colours and the list of marks. */
  readonly legend: boolean;
  /** Say below the list what the picture leaves out or cuts off. */
  readonly notes: boolean;
}
