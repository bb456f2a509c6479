import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { findLowestCurvature } from "../../studio/sentences/sentence";

/** What is known of one side of a comparison. */
export interface Measured {
  readonly outcome: LandscapeOutcome;
  /** The loss at the weights themselves, in float64. */
  readonly lossAtCenter: number;
  /** The whole Hessian at the weights, where it was asked for. */
  readonly hessian: HessianSummary | null;
}

/** How a figure is written: a share of the slice in per cent, a whole count, a number, or one that is proved from below. */
export type FigureKind = "number" | "share" | "count" | "bound";

/** One line of the table: NaN where a side has no such figure. */
export interface FigureRow {
  readonly label: string;
  readonly title: string;
  readonly kind: FigureKind;
  readonly a: number;
  readonly b: number;
  /** B − A. */
  readonly difference: number;
}

interface Figure {
  readonly label: string;
  readonly title: string;
  readonly kind: FigureKind;
  readonly read: (side: Measured) => number;
}

const FIGURES: readonly Figure[] = [
  {
    label: "Loss at the centre",
    title: "At the weights themselves",
    kind: "number",
    read: ({ lossAtCenter }) => lossAtCenter,
  },
  {
    label: "Lowest loss",
    title: "Over the slice",
    kind: "number",
    read: ({ outcome }) => reach(outcome.landscape.loss, Math.min),
  },
  {
    label: "Highest loss",
    title: "Over the slice, where it is finite",
    kind: "number",
    read: ({ outcome }) => reach(outcome.landscape.loss, Math.max),
  },
  {
    label: "Not convex",
    title: "Share of the slice’s points, by curvature or by a chord",
    kind: "share",
    read: ({ outcome }) => shareNonconvex(outcome.landscape),
  },
  {
    label: "… by curvature",
    title: "Share of points with a curvature below 0 beyond its error bound",
    kind: "share",
    read: ({ outcome }) => outcome.landscape.summary["nonconvex-curvature"],
  },
  {
    label: "… by chords alone",
    title: "Share of points in the middle of a chord that lies below the surface",
    kind: "share",
    read: ({ outcome }) => outcome.landscape.summary["nonconvex-chord"],
  },
  {
    label: "Undecided",
    title: "Share of points where the error bounds leave it open",
    kind: "share",
    read: ({ outcome }) => outcome.landscape.summary.undecided,
  },
  {
    label: "Lowest curvature",
    title: "The least eigenvalue of the slice’s own second derivatives, over its points",
    kind: "number",
    read: ({ outcome }) => findLowestCurvature(outcome.landscape)?.value ?? Number.NaN,
  },
  {
    label: "Length of x",
    title: "How far in weight space 1 on the x axis goes",
    kind: "number",
    read: ({ outcome }) => outcome.measure?.xNorm ?? Number.NaN,
  },
  {
    label: "Length of y",
    title: "How far in weight space 1 on the y axis goes",
    kind: "number",
    read: ({ outcome }) => outcome.measure?.yNorm ?? Number.NaN,
  },
  {
    label: "Proved gap",
    title: "By how much at least the certificate breaks Jensen’s inequality, where there is one",
    kind: "bound",
    read: ({ outcome }) => outcome.finding?.gap ?? Number.NaN,
  },
];

const HESSIAN_FIGURES: readonly Figure[] = [
  {
    label: "Hessian λ min",
    title: "The least eigenvalue of the whole Hessian at the centre",
    kind: "number",
    read: ({ hessian }) => hessian?.min ?? Number.NaN,
  },
  {
    label: "Hessian λ max",
    title: "The largest eigenvalue of the whole Hessian at the centre",
    kind: "number",
    read: ({ hessian }) => hessian?.max ?? Number.NaN,
  },
  {
    label: "Hessian λ < 0",
    title: "How many eigenvalues of the whole Hessian lie below 0 beyond rounding",
    kind: "count",
    read: ({ hessian }) => hessian?.negative ?? Number.NaN,
  },
  {
    label: "Hessian λ = 0",
    title:
      "How many eigenvalues of the whole Hessian lie within rounding of 0; an extreme that is one of them is told as 0",
    kind: "count",
    read: ({ hessian }) => hessian?.zero ?? Number.NaN,
  },
];

/** Every figure of both sides with what B has over A; those of the whole Hessian where one side has them. */
export function compareFigures(a: Measured | null, b: Measured | null): readonly FigureRow[] {
  const asked = (a?.hessian ?? b?.hessian ?? null) !== null;
  return [...FIGURES, ...(asked ? HESSIAN_FIGURES : [])].map(({ label, title, kind, read }) => {
    const one = a ? read(a) : Number.NaN;
    const other = b ? read(b) : Number.NaN;
    // How far two lower bounds are apart says nothing of what they bound.
    const difference = kind === "bound" ? Number.NaN : other - one;
    return { label, title, kind, a: one, b: other, difference };
  });
}

export function shareNonconvex({ summary }: Landscape): number {
  return summary["nonconvex-curvature"] + summary["nonconvex-chord"];
}

/** The extreme of the finite losses; NaN where there is none. */
function reach(losses: Float64Array, choose: (a: number, b: number) => number): number {
  let found = Number.NaN;
  for (const loss of losses) {
    if (Number.isFinite(loss)) found = Number.isNaN(found) ? loss : choose(found, loss);
  }
  return found;
}
