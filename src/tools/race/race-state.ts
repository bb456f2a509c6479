import type {
  RaceOutcome,
  RacePoint,
  RaceProgress,
  RunnerSpec,
  RunnerStanding,
} from "../../compute/jobs/training/race";
import { LIMITS, type Limit } from "../../experiment/limits";
import type { Optimizer, Spec } from "../../experiment/spec";
import { EMPTY_CURVE, extendCurve, type LossCurve } from "../../studio/views/plots/loss-curve-data";

/** The number of runners in a race. */
export const RUNNERS = { min: 2, max: 4 } as const;
/** A race has at least one step. */
const STEPS: Limit = { min: 1, max: LIMITS.steps.max };

/** Usual learning rates of each optimiser on a small network. */
const USUAL_RATES: Readonly<Record<Optimizer, number>> = { sgd: 0.3, momentum: 0.05, adam: 0.03, rmsprop: 0.01 };

/** Limits on the steps a second; null: no limit. */
export const SPEEDS = [1, 5, 20, 100, null] as const;
export type Speed = (typeof SPEEDS)[number];

/** The reader's choice for the next race. */
export interface RaceChoice {
  readonly runners: readonly RunnerSpec[];
  /** Null until the reader chooses a number: the race then has the steps of the page's training. */
  readonly steps: number | null;
  readonly speed: Speed;
}

/** A runner of the race, from its start to its newest step. */
export interface RunnerRecord extends RunnerStanding {
  readonly spec: RunnerSpec;
  /** Weights recorded at equal distances in steps, from the start. The newest weights may lie beyond the last of them. */
  readonly points: readonly RacePoint[];
  readonly curve: LossCurve;
}

/** `ready`: there is no race. `starting`: the race has not reported yet. */
export type RacePhase = "ready" | "starting" | "running" | "paused" | "finished" | "stopped";

export interface RaceState {
  readonly choice: RaceChoice;
  readonly phase: RacePhase;
  /** Rises with each race: late reports of an earlier race are dropped. */
  readonly number: number;
  /** The optimisers of the race, in the order of its runners. */
  readonly entered: readonly RunnerSpec[];
  /** The experiment of the race; null before a race. */
  readonly spec: Spec | null;
  readonly step: number;
  readonly steps: number;
  readonly runners: readonly RunnerRecord[];
  /** One sentence on a value that is out of range, or on a race that failed; else empty. */
  readonly message: string;
}

export const FIRST_RACE: RaceState = Object.freeze<RaceState>({
  choice: {
    runners: (["sgd", "momentum", "adam"] as const).map((optimizer) => ({
      optimizer,
      learningRate: USUAL_RATES[optimizer],
    })),
    steps: null,
    speed: null,
  },
  phase: "ready",
  number: 0,
  entered: [],
  spec: null,
  step: 0,
  steps: 0,
  runners: [],
  message: "",
});

export type RaceAction =
  | { readonly type: "add-runner" }
  | { readonly type: "remove-runner"; readonly index: number }
  | { readonly type: "choose-optimizer"; readonly index: number; readonly optimizer: Optimizer }
  | { readonly type: "choose-rate"; readonly index: number; readonly learningRate: number }
  | { readonly type: "choose-steps"; readonly steps: number }
  | { readonly type: "choose-speed"; readonly speed: Speed }
  | { readonly type: "start"; readonly spec: Spec; readonly steps: number; readonly paused: boolean }
  | { readonly type: "pause" | "resume" | "reset" }
  | { readonly type: "report"; readonly number: number; readonly progress: RaceProgress }
  | { readonly type: "end"; readonly number: number; readonly outcome: RaceOutcome }
  | { readonly type: "fail"; readonly number: number; readonly message: string };

/** Pure; returns the same state where nothing changed. */
export function reduceRace(state: RaceState, action: RaceAction): RaceState {
  switch (action.type) {
    case "add-runner":
    case "remove-runner":
    case "choose-optimizer":
    case "choose-rate":
    case "choose-steps":
    case "choose-speed":
      return { ...state, message: "", ...reduceChoice(state.choice, action) };
    case "start":
      return start(state, action.spec, action.steps, action.paused);
    case "pause":
      return state.phase === "running" || state.phase === "starting" ? { ...state, phase: "paused" } : state;
    case "resume":
      return state.phase === "paused" ? { ...state, phase: "running" } : state;
    case "reset":
      return { ...FIRST_RACE, choice: state.choice, number: state.number + 1 };
    case "report":
      return action.number === state.number ? takeReport(state, action.progress) : state;
    case "end":
      return action.number === state.number ? { ...state, phase: action.outcome.status } : state;
    case "fail":
      return action.number === state.number
        ? { ...state, phase: state.runners.length > 0 ? "stopped" : "ready", message: action.message }
        : state;
  }
}

type ChoiceAction = Extract<RaceAction, { readonly type: `${"add" | "remove" | "choose"}-${string}` }>;

/** The changed choice; or a sentence, and the choice as it was, where the new value is out of range. */
function reduceChoice(choice: RaceChoice, action: ChoiceAction): Partial<RaceState> {
  const { runners } = choice;
  switch (action.type) {
    case "add-runner":
      return runners.length < RUNNERS.max
        ? { choice: { ...choice, runners: [...runners, suggestRunner(runners)] } }
        : {};
    case "remove-runner":
      return runners.length > RUNNERS.min
        ? { choice: { ...choice, runners: runners.filter((_, index) => index !== action.index) } }
        : {};
    case "choose-optimizer": {
      const { optimizer } = action;
      return { choice: withRunner(choice, action.index, { optimizer, learningRate: USUAL_RATES[optimizer] }) };
    }
    case "choose-rate": {
      const refusal = explainRefusal("The learning rate", action.learningRate, LIMITS.learningRate);
      if (refusal) return { message: refusal };
      return { choice: withRunner(choice, action.index, { learningRate: action.learningRate }) };
    }
    case "choose-steps": {
      const refusal = explainRefusal("The number of steps", action.steps, STEPS);
      return refusal ? { message: refusal } : { choice: { ...choice, steps: Math.round(action.steps) } };
    }
    case "choose-speed":
      return { choice: { ...choice, speed: action.speed } };
  }
}

function withRunner(choice: RaceChoice, index: number, change: Partial<RunnerSpec>): RaceChoice {
  return {
    ...choice,
    runners: choice.runners.map((runner, i) => (i === index ? { ...runner, ...change } : runner)),
  };
}

/** An optimiser that is not in the race yet; where all are, the last one again at a third of its learning rate. */
function suggestRunner(runners: readonly RunnerSpec[]): RunnerSpec {
  const missing = (Object.keys(USUAL_RATES) as Optimizer[]).find(
    (optimizer) => !runners.some((runner) => runner.optimizer === optimizer),
  );
  if (missing) return { optimizer: missing, learningRate: USUAL_RATES[missing] };
  const last = runners.at(-1)!;
  return { ...last, learningRate: Number((last.learningRate / 3).toPrecision(1)) };
}

function explainRefusal(name: string, value: number, { min, max }: Limit): string {
  if (!Number.isFinite(value)) return `${name} needs a number.`;
  if (value < min) return `${name} cannot be below ${min}.`;
  return value > max ? `${name} cannot be above ${max}.` : "";
}

function start(state: RaceState, spec: Spec, steps: number, paused: boolean): RaceState {
  return {
    ...state,
    phase: paused ? "paused" : "starting",
    number: state.number + 1,
    entered: state.choice.runners,
    spec,
    step: 0,
    steps,
    runners: [],
    message: "",
  };
}

function takeReport(state: RaceState, { step, steps, runners }: RaceProgress): RaceState {
  return {
    ...state,
    phase: state.phase === "starting" ? "running" : state.phase,
    step,
    steps,
    runners: runners.map(({ losses, points, ...standing }, i) => {
      const before = state.runners[i];
      return {
        ...standing,
        spec: state.entered[i]!,
        points: points.length > 0 ? [...(before?.points ?? []), ...points] : (before?.points ?? []),
        curve: losses.length > 0 ? extendCurve(before?.curve ?? EMPTY_CURVE, losses) : (before?.curve ?? EMPTY_CURVE),
      };
    }),
  };
}

/** Whether a race runs or is paused: then its runners cannot be changed. */
export function isUnderWay({ phase }: Pick<RaceState, "phase">): boolean {
  return phase === "starting" || phase === "running" || phase === "paused";
}

/** A runner's trajectory: its recorded points and its newest weights. */
export function trajectoryOf({ points, now }: Pick<RunnerRecord, "points" | "now">): readonly RacePoint[] {
  return points.at(-1)?.step === now.step ? points : [...points, now];
}

/** The number of steps of the next race: the reader's choice, else that of the page's training. */
export function stepsOf({ steps }: RaceChoice, { weights }: Spec): number {
  if (steps !== null) return steps;
  return weights.kind === "trained" && weights.steps > 0 ? weights.steps : 200;
}
