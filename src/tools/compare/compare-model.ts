import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import { evaluateLoss } from "../../model/network/evaluate";
import { makeProblem } from "../../model/problem";
import type { History } from "../../studio/state/history";
import type { Sides } from "./compare-run";
import type { Surfaces } from "./compared-surfaces";
import { describeConclusion } from "./conclusion";
import { isSame, type Pair } from "./pair";
import {
  describeSharing,
  listDifferences,
  listWarnings,
  nameLosses,
  namePair,
  type Sharing,
  type SpecDifference,
} from "./pair-text";
import type { SideState } from "./side-state";
import { compareStatistics, type Measured, type StatisticRow } from "./statistics";

/** An experiment of the page's history, which the reader can choose as B. */
export interface RecentExperiment {
  readonly spec: Spec;
  /** Its differences from the page's experiment. */
  readonly label: string;
}

/** Everything that the comparison shows, except what the tool's own state holds. */
export interface CompareModel {
  readonly pair: Pair;
  readonly sides: Sides;
  readonly surfaces: Surfaces;
  readonly view: View;
  readonly names: readonly [a: string, b: string];
  /** "with ReLU" and "with Sigmoid", or "of A" and "of B". */
  readonly losses: readonly [a: string, b: string];
  /** Empty until both sides are ready. */
  readonly conclusion: string;
  readonly warnings: readonly string[];
  readonly differences: readonly SpecDifference[];
  readonly sharing: Sharing;
  readonly rows: readonly StatisticRow[];
  /** Whether a whole Hessian is being computed. */
  readonly isHessianBusy: boolean;
  readonly recent: readonly RecentExperiment[];
}

export interface ModelParts {
  readonly pair: Pair;
  readonly sides: Sides;
  readonly surfaces: Surfaces;
  readonly view: View;
  readonly history: History<Spec>;
  /** The whole Hessian at the weights of a side; null where the reader has not asked for it. */
  readonly findHessian: (side: SideState) => HessianSummary | null;
  readonly isHessianBusy: boolean;
}

export function describeComparison(parts: ModelParts): CompareModel {
  const { pair, sides, surfaces, view, history, findHessian, isHessianBusy } = parts;
  const [a, b] = [sides.a.outcome, sides.b.outcome];
  const losses = nameLosses(pair);
  return {
    pair,
    sides,
    surfaces,
    view,
    names: namePair(pair),
    losses,
    conclusion: a && b ? describeConclusion(a, b, losses) : "",
    warnings: listWarnings(pair),
    differences: listDifferences(pair.a, pair.b),
    sharing: describeSharing(pair),
    rows: compareStatistics(measureSide(sides.a, findHessian), measureSide(sides.b, findHessian)),
    isHessianBusy,
    recent: listRecent(pair.a, history),
  };
}

const centerLosses = new WeakMap<LandscapeOutcome, number>();

function measureSide(side: SideState, findHessian: ModelParts["findHessian"]): Measured | null {
  const { spec, training, outcome } = side;
  if (!spec || !outcome || !training?.parameters) return null;
  const known = centerLosses.get(outcome);
  const lossAtCenter = known ?? evaluateLoss(makeProblem(spec), training.parameters);
  centerLosses.set(outcome, lossAtCenter);
  return { outcome, lossAtCenter, hessian: findHessian(side) };
}

const MOST_RECENT = 6;
const LONGEST_LABEL = 60;

/** Earlier experiments of the page, the latest first, each once and without the present one. */
function listRecent(present: Spec, { past }: History<Spec>): readonly RecentExperiment[] {
  const found: RecentExperiment[] = [];
  for (const spec of [...past].reverse()) {
    if (found.length === MOST_RECENT) break;
    if (isSame(spec, present) || found.some((other) => isSame(other.spec, spec))) continue;
    found.push({ spec, label: labelDifferences(present, spec) });
  }
  return found;
}

function labelDifferences(present: Spec, other: Spec): string {
  const text = listDifferences(present, other)
    .map(({ label, b }) => `${label} ${b}`)
    .join(", ");
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}
