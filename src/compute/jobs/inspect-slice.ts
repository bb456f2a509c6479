import { type CertificateFinding, searchCertificate } from "../../convexity/certificate/search";
import { type CutProfile, profileCut } from "../../convexity/cut";
import { evaluateHessianAt, type HessianSummary } from "../../convexity/full-hessian";
import { analyzePoint, type PointAnalysis } from "../../convexity/point";
import type { LandscapePlan } from "../../landscape/landscape";
import type { Parameters } from "../../model/layout";
import { evaluateLoss } from "../../model/network";
import { type ChordPath, type ChordProfile, placeChord, profileChord, type SlicePlace } from "../chord-profile";
import { planLandscape, withAnyPlane } from "../experiment";
import type { PlaneMemory } from "../plane-memory";
import type { TaskContext } from "./task-context";
import type { WeightsRequest } from "./weights-request";

/** A place of the slice of `spec` around θ. */
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
  planes: PlaneMemory,
  { spec, parameters, path }: ChordRequest,
  { signal }: TaskContext,
): Promise<ChordProfile> {
  // A chord of the whole space is walked also where the plane cannot be made.
  const placed = path.kind === "weights" ? withAnyPlane(spec) : spec;
  return profileChord(await planSlice(planes, { spec: placed, parameters }, signal), path, signal);
}

/** @returns null where the chord gives no certificate */
export async function proveSpecChord(
  planes: PlaneMemory,
  request: LineRequest,
  { signal }: TaskContext,
): Promise<CertificateFinding | null> {
  const plan = await planSlice(planes, request, signal);
  const { layout, loss, data, center } = plan;
  const question = {
    network: request.spec.network,
    loss,
    data,
    theta: center,
    chords: [{ method: "grid-chord" as const, ...placeChord(plan, request.from, request.to) }],
    evaluateLoss: (theta: Parameters) => evaluateLoss(layout, loss, data, theta),
  };
  return (await searchCertificate(question, { signal, methods: ["grid-chord"] })).finding;
}

export async function profileSpecCut(
  planes: PlaneMemory,
  request: LineRequest,
  { signal, report }: TaskContext<number>,
): Promise<CutProfile> {
  const plan = await planSlice(planes, request, signal);
  return profileCut(plan, request.from, request.to, { signal, onProgress: report });
}

export async function analyzeSpecPoint(
  planes: PlaneMemory,
  request: PointRequest,
  { signal }: TaskContext,
): Promise<PointAnalysis> {
  return analyzePoint(await planSlice(planes, request, signal), request.x, request.y);
}

export async function analyzeSpecHessian(
  planes: PlaneMemory,
  request: PointRequest,
  { signal, report }: TaskContext<number>,
): Promise<HessianSummary> {
  const plan = await planSlice(planes, request, signal);
  return evaluateHessianAt(plan, request.x, request.y, { signal, onProgress: report });
}

export async function measureHessian(
  { spec, parameters }: WeightsRequest,
  { signal, report }: TaskContext<number>,
): Promise<HessianSummary> {
  return evaluateHessianAt(planLandscape(withAnyPlane(spec), parameters), 0, 0, { signal, onProgress: report });
}

async function planSlice(
  planes: PlaneMemory,
  { spec, parameters }: WeightsRequest,
  signal: AbortSignal,
): Promise<LandscapePlan> {
  return planLandscape(spec, parameters, await planes.find(spec, parameters, signal));
}
