import type { ThemeTokens } from "../../drawing/colors/theme";

/** Sizes and colours of a figure. All lengths are in its own units: CSS pixels on a page, points on paper. */
export interface FigureStyle {
  readonly width: number;
  /** Null: the contents set the height. */
  readonly height: number | null;
  /** Size of all text but the title, which is a little larger. Spaces and patterns are multiples of it. */
  readonly textSize: number;
  /** Width of a plain line; other widths are multiples of it. */
  readonly lineWidth: number;
  readonly theme: ThemeTokens;
  /** Background colour; null for a transparent background. */
  readonly background: string | null;
  /** Draw the colour scale and the list of marks. */
  readonly legend: boolean;
  /** Write below the list what the picture leaves out or cuts off. */
  readonly notes: boolean;
}
