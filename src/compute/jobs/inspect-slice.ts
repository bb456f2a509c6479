import { type CertificateFinding, searchCertificate } from "../../convexity/certificate/search";
import { type ChordPath, type ChordProfile, placeChord, profileChord } from "../../convexity/lines/chord-profile";
import { type CutProfile, profileCut } from "../../convexity/lines/cut-profile";
import { analyzePoint, type PointAnalysis } from "../../convexity/points/analysis";
import { evaluateHessianAt, type HessianSummary } from "../../convexity/points/full-hessian";
import { evaluateLoss } from "../../model/network/evaluate";
import type { Parameters } from "../../model/network/layout";
import type { PointEvaluator } from "../../slice/evaluator";
import { planLandscape, withAnyPlane } from "../../slice/plan-landscape";
import type { PlanMemory } from "../../slice/plan-memory";
import type { SlicePlace } from "../../slice/slice-place";
import type { TaskContext } from "./task-context";
import type { WeightsRequest } from "./weights-request";

/** A point of the slice of `spec` around θ. */
export interface PointRequest extends WeightsRequest {
  readonly x: number;
  readonly y: number;
}

/** A line of the slice of `spec` around θ. */
export interface LineRequest extends WeightsRequest {
  readonly from: SlicePlace;
  readonly to: SlicePlace;
}

export interface ChordRequest extends WeightsRequest {
  readonly path: ChordPath;
}

export async function profileSpecChord(
  plans: PlanMemory,
  { spec, parameters, path }: ChordRequest,
  { signal }: TaskContext,
  evaluator: PointEvaluator | undefined,
): Promise<ChordProfile> {
  // A chord of the whole weight space is computed also where the plane cannot be made.
  const placed = path.kind === "weights" ? withAnyPlane(spec) : spec;
  return profileChord(await plans.plan(placed, parameters, signal), path, { evaluator, signal });
}

/** @returns null where the chord gives no certificate */
export async function proveSpecChord(
  plans: PlanMemory,
  request: LineRequest,
  { signal }: TaskContext,
): Promise<CertificateFinding | null> {
  const plan = await plans.plan(request.spec, request.parameters, signal);
  const { loss, data, center } = plan;
  const question = {
    network: request.spec.network,
    loss,
    data,
    theta: center,
    chords: [{ method: "grid-chord" as const, ...placeChord(plan, request.from, request.to) }],
    evaluateLoss: (theta: Parameters) => evaluateLoss(plan, theta),
  };
  return (await searchCertificate(question, { signal, methods: ["grid-chord"] })).finding;
}

export async function profileSpecCut(
  plans: PlanMemory,
  request: LineRequest,
  { signal, report }: TaskContext<number>,
  evaluator: PointEvaluator,
): Promise<CutProfile> {
  const plan = await plans.plan(request.spec, request.parameters, signal);
  return profileCut(plan, request.from, request.to, { evaluator, signal, onProgress: report });
}

export async function analyzeSpecPoint(
  plans: PlanMemory,
  request: PointRequest,
  { signal }: TaskContext,
): Promise<PointAnalysis> {
  return analyzePoint(await plans.plan(request.spec, request.parameters, signal), request.x, request.y);
}

export async function analyzeSpecHessian(
  plans: PlanMemory,
  request: PointRequest,
  { signal, report }: TaskContext<number>,
): Promise<HessianSummary> {
  const plan = await plans.plan(request.spec, request.parameters, signal);
  return evaluateHessianAt(plan, request.x, request.y, { signal, onProgress: report });
}

export async function analyzeCenterHessian(
  { spec, parameters }: WeightsRequest,
  { signal, report }: TaskContext<number>,
): Promise<HessianSummary> {
  return evaluateHessianAt(planLandscape(withAnyPlane(spec), parameters), 0, 0, { signal, onProgress: report });
}
