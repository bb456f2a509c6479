import type { Landscape } from "../../convexity/points/landscape";
import type { PointClass } from "../../convexity/points/point-class";
import type { Verdict } from "../../convexity/verdict/verdict";
import type { Spec } from "../../experiment/spec";
import { capitalise } from "../../words/names";
import { formatAtLeast, formatExact, formatFraction, formatNumber } from "../../words/numbers";
import { describeDataset, describeLoss, describeNetwork, describePlane, describeWeights } from "./experiment-words";

/** The facts that a caption states. */
export interface CaptionFacts {
  /** The experiment as run: after an early stop, with the number of steps taken. */
  readonly spec: Spec;
  readonly landscape: Landscape;
  /** Null until the verdict is found. */
  readonly verdict: Verdict | null;
  /** The proof's arithmetic, how many points it averages, and a lower bound on L(mean) − mean L. */
  readonly proof: { readonly arithmetic: "exact" | "interval"; readonly points: number; readonly gap: number } | null;
  /** Version of this program. */
  readonly version: string;
}

const CLASS_WORDS: Readonly<Record<PointClass, string>> = {
  "nonconvex-curvature": "not convex by curvature (hatched /)",
  "nonconvex-chord": "not convex by a chord (hatched \\)",
  convex: "convex there",
  undecided: "undecided (stippled)",
  "not-finite": "without a finite loss (left out)",
};

const VERDICTS: Readonly<Record<Verdict["kind"], string>> = {
  "not-convex": "not convex, proved",
  "convex-by-theorem": "convex, by theorem",
  undecided: "undecided",
};

/** Writes whole sentences that say what a figure shows and how to make it again, with plain spaces, which every journal prints. */
export function writeCaption(facts: CaptionFacts): string {
  const { spec, landscape } = facts;
  const lead = `${capitalise(describeLoss(spec.loss))} of a ${describeNetwork(spec.network)} on ${describeDataset(spec.dataset)}`;
  return [
    `${lead}, over the plane θ + x·dx + y·dy.`,
    `Centre θ: ${describeWeights(spec.weights)}${describeCentre(landscape)}; directions dx, dy: ${describePlane(spec.plane).sentence}.`,
    describeGrid(landscape),
    describeClasses(landscape),
    describeVerdict(facts),
    describeMaking(facts),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ")
    .replaceAll("\u00a0", " ");
}

function describeCentre({ grid, loss }: Landscape): string {
  const [column, row] = [grid.x.indexOf(0), grid.y.indexOf(0)];
  const value = loss[row * grid.columns + column];
  if (column < 0 || row < 0 || value === undefined) return "";
  return Number.isFinite(value) ? `, where the loss is ${formatNumber(value)}` : "";
}

function describeGrid({ grid }: Landscape): string {
  const range = (values: Float64Array) => `${formatExact(values[0]!)} to ${formatExact(values.at(-1)!)}`;
  return `Grid: ${grid.columns} × ${grid.rows} points, x from ${range(grid.x)}, y from ${range(grid.y)}.`;
}

function describeClasses({ summary }: Landscape): string {
  const shares = (Object.keys(CLASS_WORDS) as PointClass[])
    .filter((name) => summary[name] > 0)
    .map((name) => `${formatFraction(summary[name])} ${CLASS_WORDS[name]}`);
  return `Of the points, with bounds on every error: ${shares.join("; ")}.`;
}

function describeVerdict({ verdict, proof }: CaptionFacts): string {
  if (!verdict) return "";
  const subject = verdict.scope === "slice" ? "this slice" : "the loss";
  const sentence = `Verdict on ${subject}: ${VERDICTS[verdict.kind]}. ${verdict.reason.replace(/\.?$/, ".")}`;
  if (!proof) return sentence;
  const claim = `L(mean) − mean L ≥ ${formatAtLeast(proof.gap)} over ${formatExact(proof.points)} points`;
  return `${sentence} Certificate (${proof.arithmetic} arithmetic): ${claim}.`;
}

function describeMaking({ landscape, version }: CaptionFacts): string {
  return `Computed in ${landscape.backend.floatBits}-bit floats by Losscape ${version}.`;
}

/** What computed and drew a picture, for its metadata: names of drivers are of no use to a reader. */
export function describeSoftware({ backend: { kind, renderer, floatBits } }: Landscape, version: string): string {
  return `Losscape ${version}; ${kind}, ${renderer}, ${floatBits}-bit floats`;
}
