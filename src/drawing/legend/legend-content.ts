import type { DifferenceClass } from "../../convexity/points/difference";
import type { PointClass } from "../../convexity/points/point-class";

/** The colours of the surface and the values that they show. */
export interface LegendRamp {
  readonly name: string;
  /** Colours from low to high, #rrggbb, at even positions. */
  readonly colors: readonly string[];
  readonly ticks: readonly { readonly position: number; readonly text: string }[];
  /** Positions of the fine contours between the labelled ones. */
  readonly fineTicks: readonly number[];
}

/**
 * How a class is drawn on the surface; `ceiling` is the flat top of what lies above the range of the heights; `low` and `high` are the two
 * sides of a diverging ramp.
 */
export type Swatch = "hatch-rising" | "hatch-falling" | "stipple" | "plain" | "ceiling" | "hole" | "low" | "high";

export interface LegendClass {
  readonly pointClass: PointClass | DifferenceClass;
  readonly label: string;
  readonly swatch: Swatch;
  /** The share of points; empty in a legend of several surfaces. */
  readonly fraction: string;
}

/** How a line on the surface is drawn. */
export type LineSwatch =
  | "crease-concave"
  | "crease-convex"
  | "chord-proved"
  | "chord-tried"
  | "path"
  | "pin"
  | "arm-down"
  | "arm-up"
  | "arm-undecided"
  | "cut";

export interface LegendLine {
  readonly label: string;
  readonly swatch: LineSwatch;
  /** A path's index into PATH_TONES. */
  readonly tone?: number;
  /** The number of such lines; empty where there is one. */
  readonly value: string;
}

/** A legend as data: all that a reader needs to understand the picture. */
export interface LegendContent {
  readonly title: string;
  readonly ramp: LegendRamp;
  /** "31.2 % not convex", also where the share is 0; null where the legend is not of one slice. */
  readonly nonconvex: string | null;
  readonly isNonconvexFound: boolean;
  /** Classes that some points have, in the order of the contract. */
  readonly classes: readonly LegendClass[];
  /** Lines drawn on the surface. */
  readonly lines: readonly LegendLine[];
  /** Whole sentences without which the picture would mislead: clipping, holes, precision. */
  readonly notes: readonly string[];
  /** Whole sentences that are not drawn: contours, creases, what paths and chords show. The legend's description has them. */
  readonly help: readonly string[];
}
