import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { findLowestCurvature } from "../../studio/sentences/sentence";

/** The computed values of one side. */
export interface Measured {
  readonly outcome: LandscapeOutcome;
  /** The loss at the weights themselves, in float64. */
  readonly lossAtCenter: number;
  /** The whole Hessian at the weights, where it was asked for. */
  readonly hessian: HessianSummary | null;
}

/** How a statistic is written: as a number, a share of the slice in per cent, a count, or a proved lower bound. */
export type StatisticKind = "number" | "share" | "count" | "bound";

/** One row of the table; NaN where a side has no such value. */
export interface StatisticRow {
  readonly label: string;
  readonly title: string;
  readonly kind: StatisticKind;
  readonly a: number;
  readonly b: number;
  /** B − A. */
  readonly difference: number;
}

interface Statistic {
  readonly label: string;
  readonly title: string;
  readonly kind: StatisticKind;
  readonly read: (side: Measured) => number;
}

const STATISTICS: readonly Statistic[] = [
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
    title: "Share of points that lie above the middle of a chord",
    kind: "share",
    read: ({ outcome }) => outcome.landscape.summary["nonconvex-chord"],
  },
  {
    label: "Undecided",
    title: "Share of points that the error bounds leave undecided",
    kind: "share",
    read: ({ outcome }) => outcome.landscape.summary.undecided,
  },
  {
    label: "Lowest curvature",
    title: "The lowest eigenvalue of the slice’s second derivatives, over its points",
    kind: "number",
    read: ({ outcome }) => findLowestCurvature(outcome.landscape)?.value ?? Number.NaN,
  },
  {
    label: "Length of x",
    title: "The distance in weight space of 1 on the x axis",
    kind: "number",
    read: ({ outcome }) => outcome.measure?.xNorm ?? Number.NaN,
  },
  {
    label: "Length of y",
    title: "The distance in weight space of 1 on the y axis",
    kind: "number",
    read: ({ outcome }) => outcome.measure?.yNorm ?? Number.NaN,
  },
  {
    label: "Proved gap",
    title: "The least amount by which the certificate breaks Jensen’s inequality, where there is a certificate",
    kind: "bound",
    read: ({ outcome }) => outcome.finding?.gap ?? Number.NaN,
  },
];

const HESSIAN_STATISTICS: readonly Statistic[] = [
  {
    label: "Hessian λ min",
    title: "The lowest eigenvalue of the whole Hessian at the centre",
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
    title: "The number of eigenvalues of the whole Hessian that are below 0 by more than the rounding error",
    kind: "count",
    read: ({ hessian }) => hessian?.negative ?? Number.NaN,
  },
  {
    label: "Hessian λ = 0",
    title:
      "The number of eigenvalues of the whole Hessian that are 0 within the rounding error. Where the lowest or largest is one of them, it is written as 0.",
    kind: "count",
    read: ({ hessian }) => hessian?.zero ?? Number.NaN,
  },
];

/** Every statistic of both sides and their difference B − A; those of the whole Hessian where one side has them. */
export function compareStatistics(a: Measured | null, b: Measured | null): readonly StatisticRow[] {
  const asked = (a?.hessian ?? b?.hessian ?? null) !== null;
  return [...STATISTICS, ...(asked ? HESSIAN_STATISTICS : [])].map(({ label, title, kind, read }) => {
    const one = a ? read(a) : Number.NaN;
    const other = b ? read(b) : Number.NaN;
    // The difference of two lower bounds says nothing about the difference of the gaps.
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
