import type { FullHessianSpec } from "../../experiment/spec";
import { type Inertia, settleEigenvalue } from "../../model/hessian/eigenvalue-sign";
import { analyzeHessian, findExtremeEigenvalues, type HessianSpectrum } from "../../model/hessian/spectrum";
import { JetEvaluator } from "../../model/jets/jet-evaluator";
import type { Parameters } from "../../model/network/layout";
import type { Problem } from "../../model/problem";
import { createPacer } from "../../numeric/pacer";
import type { ProgressOptions } from "../../numeric/progress-options";
import { FLOAT64 } from "../../numeric/rounding";
import { type Grid, makeGrid } from "../../slice/grid";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { placeParameters } from "../../slice/slice-place";
import type { CertificateChord } from "../certificate/search";

/** The extreme eigenvalues, inertia and trace of the whole Hessian at one θ. Eigenvalues are in loss per squared unit of weight; NaN where it is not finite. */
export interface HessianSummary extends Inertia {
  /** The extreme eigenvalues: 0 where they lie within the tolerance of 0. */
  readonly min: number;
  readonly max: number;
  /** 0 where the sum of the eigenvalues' tolerances does not exclude 0. */
  readonly trace: number;
  /** The extreme eigenvalues as computed. Where min or max is 0, this number may be pure rounding. */
  readonly computedMin: number;
  readonly computedMax: number;
  /** Whether an error bound on vᵀHv, v the eigenvector of λmin, proves that λmin is below 0 and so that the loss is not convex. */
  readonly provedNegative: boolean;
}

/** λmin and λmax over a coarse grid of the slice, [rows · columns] each, 0 where they lie within their error bounds of 0; Li et al. 2018, section 6, map |λmin / λmax|. */
export interface HessianMap {
  readonly grid: Grid;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** The whole Hessian at the centre of a slice and over it; the slice itself shows only a small part of it. */
export interface FullHessian {
  readonly center: HessianSummary;
  readonly map: HessianMap | null;
  /** Unit eigenvectors of λmin and λmax at the centre; null where a result was read from a file. */
  readonly vectors: { readonly min: Parameters; readonly max: Parameters } | null;
}

/**
 * The whole Hessian at the centre of the slice, without a map of it.
 * @returns null where the spec requests none
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluateCenterHessian(
  plan: LandscapePlan,
  request: FullHessianSpec,
  options: ProgressOptions = {},
): Promise<FullHessian | null> {
  if (request === "none") return null;
  const spectrum = await analyzeHessian(plan, plan.center, options);
  return { center: summarizeHessian(plan, plan.center, spectrum), map: null, vectors: spectrum.vectors };
}

/** The whole Hessian at slice coordinates (x, y). */
export async function evaluateHessianAt(
  plan: LandscapePlan,
  x: number,
  y: number,
  options: ProgressOptions = {},
): Promise<HessianSummary> {
  const theta = placeParameters(plan, [x, y]);
  return summarizeHessian(plan, theta, await analyzeHessian(plan, theta, options));
}

/** Half lengths of the chords tried along the eigenvector of λmin: from lengths at which its curvature decides to the range of the loss. */
const CHORD_REACHES = Array.from({ length: 10 }, (_, k) => 2 ** (k - 8));

/** Chords through the centre along the eigenvector of λmin, for a search for a certificate; none where λmin is not below 0. */
export function findHessianChords({ center }: LandscapePlan, hessian: FullHessian | null): CertificateChord[] {
  const vector = hessian?.vectors?.min;
  if (!vector || hessian.center.negative === 0) return [];
  const at = (t: number) => center.map((entry, p) => entry + t * vector[p]!) as Parameters;
  return CHORD_REACHES.map((reach) => ({ method: "hessian-chord", from: at(-reach), to: at(reach) }));
}

/** Adds the extreme eigenvalues after settleEigenvalue. */
export function settleExtremes(computed: Omit<HessianSummary, "min" | "max">): HessianSummary {
  const { computedMin, computedMax, tolerance } = computed;
  return { min: settleEigenvalue(computedMin, tolerance), max: settleEigenvalue(computedMax, tolerance), ...computed };
}

function summarizeHessian(plan: LandscapePlan, theta: Parameters, spectrum: HessianSpectrum): HessianSummary {
  const { min, max, negative, zero, positive, trace, tolerance } = spectrum;
  return settleExtremes({
    negative,
    zero,
    positive,
    trace: settleEigenvalue(trace, spectrum.eigenvalues.length * tolerance),
    computedMin: min,
    computedMax: max,
    tolerance,
    provedNegative: negative > 0 && provesNegative(plan, theta, spectrum),
  });
}

/** Whether the curvature along the eigenvector of λmin is certainly below 0, by the jets' error bound. λmin is at most the curvature of any direction. */
function provesNegative(problem: Problem, theta: Parameters, { vectors }: HessianSpectrum): boolean {
  const slice = { center: theta, dx: vectors.min, dy: vectors.max, xLimit: 0, yLimit: 0 };
  const jet = new JetEvaluator(problem, slice, FLOAT64).evaluate(0, 0);
  return jet.xx + jet.curvatureError < 0;
}

/**
 * The extreme eigenvalues of the whole Hessian over a coarse grid with the slice's ranges.
 * @returns null where the spec requests no map
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function mapHessian(
  plan: LandscapePlan,
  size: FullHessianSpec,
  { signal, onProgress }: ProgressOptions = {},
): Promise<HessianMap | null> {
  if (typeof size === "string") return null;
  const { x, y } = plan.grid;
  const grid = makeGrid({ ...size, xRange: [x[0]!, x.at(-1)!], yRange: [y[0]!, y.at(-1)!] });
  const points = grid.columns * grid.rows;
  const map: HessianMap = { grid, min: new Float64Array(points), max: new Float64Array(points) };
  const pacer = createPacer(signal);
  for (let point = 0; point < points; point++) {
    const theta = placeParameters(plan, [grid.x[point % grid.columns]!, grid.y[Math.floor(point / grid.columns)]!]);
    const { min, max, tolerance } = await findExtremeEigenvalues(plan, theta, pacer);
    map.min[point] = settleEigenvalue(min, tolerance);
    map.max[point] = settleEigenvalue(max, tolerance);
    onProgress?.((point + 1) / points);
  }
  return map;
}
