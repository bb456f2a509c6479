import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import { trainingSet } from "../../data/split-dataset";
import type { Spec } from "../../experiment/spec";
import type { TrainingState } from "./training-state";

interface KeptLandscape {
  readonly key: string;
  /** The step of the training: its last, or one that the timeline showed. */
  readonly step: number;
  readonly outcome: LandscapeOutcome;
}

interface KeptTraining {
  readonly key: string;
  readonly training: TrainingState;
  readonly landscapes: readonly KeptLandscape[];
}

/** Trainings and landscapes that need not be computed again; the latest used is last. */
export type Kept = readonly KeptTraining[];

const MOST_TRAININGS = 24;
/** A grid point takes about 66 bytes, so this is about 100 MB. Eight numbers of a trajectory count as one point. */
const MOST_POINTS = 1_500_000;
const NUMBERS_A_POINT = 8;

/** The sections that the weights depend on. */
function trainingKey({ dataset, network, loss, weights }: Spec): string {
  return JSON.stringify([trainingSet(dataset), network, loss, weights]);
}

/** The sections that a slice depends on besides its weights; the step tells the weights of one training apart. */
function landscapeKey({ dataset, plane, grid, fullHessian }: Spec, step: number): string {
  return JSON.stringify([dataset.evaluate, plane, grid, fullHessian, step]);
}

/** The training of this experiment, if it is kept. */
export function findTraining(kept: Kept, spec: Spec): TrainingState | null {
  const key = trainingKey(spec);
  return kept.find((entry) => entry.key === key)?.training ?? null;
}

/** The slice of this experiment around the weights of this step, if it is kept. */
export function findLandscape(kept: Kept, spec: Spec, step: number): LandscapeOutcome | null {
  const key = trainingKey(spec);
  const inner = landscapeKey(spec, step);
  const entry = kept.find((candidate) => candidate.key === key);
  return entry?.landscapes.find((candidate) => candidate.key === inner)?.outcome ?? null;
}

export function keepTraining(kept: Kept, spec: Spec, training: TrainingState): Kept {
  const key = trainingKey(spec);
  const landscapes = kept.find((entry) => entry.key === key)?.landscapes ?? [];
  return dropOldest([...kept.filter((entry) => entry.key !== key), { key, training, landscapes }]);
}

export function keepLandscape(kept: Kept, spec: Spec, step: number, outcome: LandscapeOutcome): Kept {
  const key = trainingKey(spec);
  const inner = landscapeKey(spec, step);
  const entry = kept.find((candidate) => candidate.key === key);
  if (!entry) return kept;
  const landscapes = [
    ...entry.landscapes.filter((candidate) => candidate.key !== inner),
    { key: inner, step, outcome },
  ];
  return dropOldest([...kept.filter((candidate) => candidate !== entry), { ...entry, landscapes }]);
}

/** Forgets a training, so that it starts again. */
export function forgetTraining(kept: Kept, spec: Spec): Kept {
  const key = trainingKey(spec);
  return kept.filter((entry) => entry.key !== key);
}

function dropOldest(kept: Kept): Kept {
  // Slices at earlier steps go first: those at the end are needed whenever the timeline returns to it.
  const entries = countPoints(kept) > MOST_POINTS ? kept.map(keepEnds) : [...kept];
  while (entries.length > 1 && (entries.length > MOST_TRAININGS || countPoints(entries) > MOST_POINTS)) entries.shift();
  const newest = entries.at(-1);
  if (!newest || countPoints(entries) <= MOST_POINTS) return entries;
  // Many slices of one network: only its latest stays.
  return [{ ...newest, landscapes: newest.landscapes.slice(-1) }];
}

function keepEnds(entry: KeptTraining): KeptTraining {
  return { ...entry, landscapes: entry.landscapes.filter(({ step }) => step === entry.training.step) };
}

function countPoints(kept: Kept): number {
  let points = 0;
  for (const { training, landscapes } of kept) {
    points += training.trajectory.length * Math.ceil((training.parameters?.length ?? 0) / NUMBERS_A_POINT);
    for (const { outcome } of landscapes) points += outcome.landscape.loss.length;
  }
  return points;
}
