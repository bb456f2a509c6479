import { LIMITS } from "../../../experiment/limits";
import { SpecError } from "../../../experiment/parse";
import type { Activation, GridSpec, PlaneSpec, Spec } from "../../../experiment/spec";
import { SURVEY_LIMITS, type SurveyRequest } from "../../../formats/files/survey-file";

/** The planes through the weights of one seed. */
export interface SurveySeed {
  /** Null where the weights are given. */
  readonly weightSeed: number | null;
  readonly planeSeeds: readonly number[];
}

/** The plan of a survey: the same seeds and planes for every activation. */
export interface SurveyPlan {
  /** The spec as surveyed: with a random plane, a thinned grid, and no whole Hessian over the slice. */
  readonly spec: Spec;
  readonly activations: readonly Activation[];
  readonly planes: number;
  readonly seeds: readonly SurveySeed[];
}

/** The default number of trainings: enough for quartiles of λmin, and a fifth of the default number of planes. */
const DEFAULT_SEEDS = 20;
const SEED_COUNT = LIMITS.seed.max + 1;

/**
 * Plans a survey. Weight seeds and plane seeds count up from the spec's, so that the first plane is the experiment itself and every other
 * one can be typed in. A plane that is not random is replaced by random directions, filter normalised.
 *
 * @throws SpecError with one sentence where the request does not fit the spec
 */
export function planSurvey(spec: Spec, { planes, seeds, activations }: SurveyRequest): SurveyPlan {
  const plane = choosePlane(spec.plane);
  const weightSeeds = listWeightSeeds(spec, planes, seeds);
  const first = (k: number) => Math.floor((k * planes) / weightSeeds.length);
  return {
    spec: { ...spec, plane, grid: thinGrid(spec.grid), fullHessian: "none" },
    activations,
    planes,
    seeds: weightSeeds.map((weightSeed, k) => ({
      weightSeed,
      planeSeeds: Array.from({ length: first(k + 1) - first(k) }, (_, i) => countSeed(plane.seed, first(k) + i)),
    })),
  };
}

/** The experiment of one row of a survey. */
export function surveyedSpec(
  spec: Spec,
  row: { readonly activation: Activation; readonly weightSeed: number | null; readonly planeSeed: number },
): Spec {
  const { network, weights, plane } = spec;
  return {
    ...spec,
    network: { ...network, activation: row.activation },
    weights: weights.kind === "trained" && row.weightSeed !== null ? { ...weights, seed: row.weightSeed } : weights,
    plane: plane.kind === "random" ? { ...plane, seed: row.planeSeed } : plane,
  };
}

function choosePlane(plane: PlaneSpec): Extract<PlaneSpec, { kind: "random" }> {
  return plane.kind === "random" ? plane : { kind: "random", normalization: "filter", seed: 0 };
}

function thinGrid(grid: GridSpec): GridSpec {
  const { side } = SURVEY_LIMITS;
  return { ...grid, columns: Math.min(grid.columns, side), rows: Math.min(grid.rows, side) };
}

function listWeightSeeds({ weights }: Spec, planes: number, wanted: number | null): (number | null)[] {
  if (weights.kind === "given") {
    if (wanted !== null && wanted > 1) {
      throw new SpecError(`survey.seeds: ${wanted} seeds need trained weights, and these are given`);
    }
    return [null];
  }
  const count = wanted ?? Math.min(DEFAULT_SEEDS, planes);
  if (count > planes) throw new SpecError(`survey.seeds: ${count} is above ${planes}, the number of planes`);
  return Array.from({ length: count }, (_, k) => countSeed(weights.seed, k));
}

/** Counts seeds up; after the largest comes 0. */
function countSeed(seed: number, step: number): number {
  return (seed + step) % SEED_COUNT;
}
