import type { DifferenceClass } from "../convexity/points/difference";
import type { PointClass } from "../convexity/points/point-class";

/** The colours of the surface with the values they stand for. */
export interface LegendRamp {
  readonly name: string;
  /** Colours from low to high, #rrggbb, at even positions. */
  readonly colors: readonly string[];
  readonly ticks: readonly { readonly position: number; readonly text: string }[];
  /** Fine contours between the labelled ones, as positions. */
  readonly fineTicks: readonly number[];
}

/** How a class is drawn on the surface; `low` and `high` are the two sides of a diverging ramp. */
export type Swatch = "hatch-rising" | "hatch-falling" | "stipple" | "plain" | "hole" | "low" | "high";

export interface LegendClass {
  readonly pointClass: PointClass | DifferenceClass;
  readonly label: string;
  readonly swatch: Swatch;
  /** Empty where the legend is that of several surfaces. */
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
  /** Of a path: index into PATH_TONES. */
  readonly tone?: number;
  /** How many there are; empty where there is one. */
  readonly value: string;
}

/** What a picture needs to be read by itself, as data. */
export interface LegendContent {
  readonly title: string;
  readonly ramp: LegendRamp;
  /** "31.2 % not convex", said even when it is nothing; null where the legend is not that of one slice. */
  readonly nonconvex: string | null;
  readonly isNonconvexFound: boolean;
  /** Classes that some points have, in the order of the contract. */
  readonly classes: readonly LegendClass[];
  /** Lines drawn on the surface. */
  readonly lines: readonly LegendLine[];
  /** Whole sentences: contours, creases, clipping, holes, precision. */
  readonly notes: readonly string[];
}
