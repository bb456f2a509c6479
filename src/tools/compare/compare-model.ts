import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { HoverPoint } from "../../drawing/surface/surface-marks";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import { evaluateLoss } from "../../model/network/evaluate";
import { makeProblem } from "../../model/problem";
import type { History } from "../../studio/state/history";
import type { Sides } from "./compare-run";
import type { Surfaces } from "./compared-surfaces";
import { describeConclusion } from "./conclusion";
import { compareFigures, type FigureRow, type Measured } from "./figures";
import type { HessianAsk } from "./hessian-ask";
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

/** An experiment of the page's history that can stand beside the present one. */
export interface RecentExperiment {
  readonly spec: Spec;
  /** In what it differs from the page's. */
  readonly label: string;
}

/** Everything that the comparison says. */
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
  readonly rows: readonly FigureRow[];
  readonly recent: readonly RecentExperiment[];
}

/** How the comparison is looked at, beside what the view says. */
export interface CompareLook {
  readonly withDifference: boolean;
  /** The point under the pointer, on any of the surfaces. */
  readonly hover: HoverPoint | null;
  /** One sentence beside the controls, or empty. */
  readonly message: string;
  readonly hessian: Pick<HessianAsk, "isAsked" | "isBusy" | "message">;
}

export interface ModelParts {
  readonly pair: Pair;
  readonly sides: Sides;
  readonly surfaces: Surfaces;
  readonly view: View;
  readonly history: History<Spec>;
  readonly hessian: HessianAsk;
}

export function describeComparison({ pair, sides, surfaces, view, history, hessian }: ModelParts): CompareModel {
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
    rows: compareFigures(measureSide(sides.a, hessian), measureSide(sides.b, hessian)),
    recent: listRecent(pair.a, history),
  };
}

const centerLosses = new WeakMap<LandscapeOutcome, number>();

function measureSide(side: SideState, hessian: HessianAsk): Measured | null {
  const { spec, training, outcome } = side;
  if (!spec || !outcome || !training?.parameters) return null;
  const known = centerLosses.get(outcome);
  const lossAtCenter = known ?? evaluateLoss(makeProblem(spec), training.parameters);
  centerLosses.set(outcome, lossAtCenter);
  return { outcome, lossAtCenter, hessian: hessian.read(side) };
}

const MOST_RECENT = 6;
const LONGEST_LABEL = 60;

/** Experiments that stood on the page before, the latest first, each once and none like the present one. */
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
