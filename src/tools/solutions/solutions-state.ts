import type { ModeComparison } from "../../compute/jobs/compare-modes";
import {
  CONNECT_LIMITS,
  type ConnectOptions,
  DEFAULT_CONNECT_OPTIONS,
  type ModeConnection,
} from "../../compute/jobs/connect-modes";
import { LIMITS } from "../../experiment/limits";
import type { PlaneSpec } from "../../experiment/spec";
import { MOST_SOLUTIONS, type Solution } from "../../formats/files/solutions-file";
import type { CurveKind } from "../../model/training/curve";
import type { StudioState } from "../../studio/state/state";
import type { StateStore } from "../../studio/state/store";
import { freeName, parametersOf } from "./keep-solution";
import { isSame, isSameNetwork, type Member } from "./solution-planes";
import { takeNumber } from "./take-number";
import { SEED_COUNT } from "./train-seeds";

/** The reader chooses three solutions: a path goes from A to B, and a plane through three holds C as well. */
export const ROLES = ["a", "b", "c"] as const;
export type Role = (typeof ROLES)[number];

/** The weights on the page, a kept solution by its id, or null where the tool chooses. */
export type Choice = string | null;
export const PRESENT = "present";

/** The computation that is running. */
export interface Work {
  readonly kind: "seeds" | "comparison" | "connection";
  readonly text: string;
  /** 0 to 1, or null where that is not known. */
  readonly fraction: number | null;
}

/** A result about two sets of weights. */
export interface Found<Result> {
  readonly from: Member;
  readonly to: Member;
  readonly result: Result;
}

export interface FoundConnection extends Found<ModeConnection> {
  /** The plane on which the page last showed the connection; null before it showed it. */
  readonly plane: PlaneSpec | null;
}

/** The numbers among the options of a curve's training. */
export type CurveOption = Exclude<keyof ConnectOptions, "kind">;

const OPTION_NAMES: Readonly<Record<CurveOption, string>> = {
  steps: "Steps",
  learningRate: "Learning rate",
  seed: "Seed",
};

/** What the tool shows beside the experiment on the page. */
export interface SolutionsState {
  readonly solutions: readonly Solution[];
  readonly choices: Readonly<Record<Role, Choice>>;
  /** Whole sentences, or empty. */
  readonly message: string;
  /** The solution that was deleted last and can be brought back. */
  readonly removed: Solution | null;
  /** The id of the solution whose name the reader is editing. */
  readonly renaming: string | null;
  readonly work: Work | null;
  readonly seedCount: number;
  /** Null: the first seed after those already trained. */
  readonly firstSeed: number | null;
  readonly options: ConnectOptions;
  readonly comparison: Found<ModeComparison> | null;
  readonly connection: FoundConnection | null;
}

export type SolutionsStore = StateStore<SolutionsState, SolutionsAction>;

/** What happens to the tool. */
export type SolutionsAction =
  | { readonly type: "say"; readonly message: string }
  /** The browser's storage was read; its solutions are older than those kept since. */
  | { readonly type: "take-stored"; readonly solutions: readonly Solution[]; readonly message: string }
  | { readonly type: "keep"; readonly solutions: readonly Solution[] }
  | { readonly type: "start-renaming"; readonly id: string | null }
  | { readonly type: "rename"; readonly id: string; readonly name: string }
  | { readonly type: "remove"; readonly id: string }
  | { readonly type: "restore" }
  | { readonly type: "choose"; readonly role: Role; readonly choice: Choice }
  | { readonly type: "set-seed-count"; readonly typed: number }
  /** `next` is the seed shown while the reader has chosen none. */
  | { readonly type: "set-first-seed"; readonly typed: number; readonly next: number }
  | { readonly type: "set-curve-kind"; readonly kind: CurveKind }
  | { readonly type: "set-curve-option"; readonly name: CurveOption; readonly typed: number }
  | { readonly type: "start-work" | "report-work"; readonly work: Work }
  | { readonly type: "end-work" }
  /** All seeds are trained: the next training starts after them. */
  | { readonly type: "end-seeds" }
  | { readonly type: "find-comparison"; readonly comparison: Found<ModeComparison> }
  | { readonly type: "find-connection"; readonly connection: FoundConnection };

/** Pure; the same state comes back where nothing changed. */
export function reduceSolutions(state: SolutionsState, action: SolutionsAction): SolutionsState {
  switch (action.type) {
    case "say":
      return action.message === state.message ? state : { ...state, message: action.message };
    case "take-stored":
      return { ...state, solutions: [...action.solutions, ...state.solutions], message: action.message };
    case "keep":
      return keepAll(state, action.solutions);
    case "start-renaming":
      return { ...state, renaming: action.id };
    case "rename":
      // The name box reports twice: at Enter, and when it loses the focus.
      return state.renaming === action.id ? rename(state, action.id, action.name) : state;
    case "remove":
      return remove(state, action.id);
    case "restore":
      return state.removed ? keepAll({ ...state, removed: null }, [state.removed]) : state;
    case "choose":
      return { ...state, choices: { ...state.choices, [action.role]: action.choice }, message: "" };
    case "set-seed-count": {
      const { value, message } = takeNumber("Number of seeds", action.typed, SEED_COUNT, true, state.seedCount);
      return { ...state, seedCount: value, message };
    }
    case "set-first-seed": {
      const before = state.firstSeed ?? action.next;
      const { value, message } = takeNumber("Seed", action.typed, LIMITS.seed, true, before);
      return { ...state, firstSeed: value, message };
    }
    case "set-curve-kind":
      return { ...state, options: { ...state.options, kind: action.kind } };
    case "set-curve-option": {
      const { name, typed } = action;
      const isWhole = name !== "learningRate";
      const before = state.options[name];
      const { value, message } = takeNumber(OPTION_NAMES[name], typed, CONNECT_LIMITS[name], isWhole, before);
      return { ...state, options: { ...state.options, [name]: value }, message };
    }
    case "start-work":
      return { ...state, work: action.work, message: "" };
    case "report-work":
      return { ...state, work: action.work };
    case "end-work":
      return { ...state, work: null };
    case "end-seeds":
      return { ...state, firstSeed: null };
    case "find-comparison":
      return { ...state, comparison: action.comparison };
    case "find-connection":
      return { ...state, connection: action.connection };
  }
}

export const EMPTY_SOLUTIONS: SolutionsState = Object.freeze({
  solutions: [],
  choices: { a: null, b: null, c: null },
  message: "",
  removed: null,
  renaming: null,
  work: null,
  seedCount: 4,
  firstSeed: null,
  options: DEFAULT_CONNECT_OPTIONS,
  comparison: null,
  connection: null,
});

/** The weights on the page; null before there are any. */
export function presentMember({ spec, run }: Pick<StudioState, "spec" | "run">): Member | null {
  const { parameters } = run.training;
  return parameters && { name: "The present weights", spec, parameters };
}

function memberOf({ name, spec }: Solution): Member {
  return { name, spec, parameters: parametersOf(spec) };
}

/**
 * The weights that are A, B and C. Where the reader has not chosen, A is the weights on the page, and B and C are the first kept
 * solutions of A's network whose weights differ from those before them. Null where there are none.
 */
export function resolveMembers(
  { solutions, choices }: Pick<SolutionsState, "solutions" | "choices">,
  present: Member | null,
): Readonly<Record<Role, { readonly choice: string; readonly member: Member } | null>> {
  const candidates = [
    ...(present ? [{ choice: PRESENT, member: present }] : []),
    ...solutions.map((solution) => ({ choice: solution.id, member: memberOf(solution) })),
  ];
  const chosen: { readonly choice: string; readonly member: Member }[] = [];
  const find = (role: Role): (typeof chosen)[number] | null => {
    const asked = candidates.find(({ choice }) => choice === choices[role]);
    const first = chosen[0]?.member;
    const fits = ({ member }: (typeof chosen)[number]): boolean =>
      (!first || isSameNetwork(first.spec.network, member.spec.network)) &&
      chosen.every((other) => !isSame(other.member.parameters, member.parameters));
    const found = asked ?? candidates.find(fits) ?? null;
    if (found) chosen.push(found);
    return found;
  };
  return { a: find("a"), b: find("b"), c: find("c") };
}

/** Keeps the solutions for which there is room, each under a name of its own. */
function keepAll(state: SolutionsState, solutions: readonly Solution[]): SolutionsState {
  const room = MOST_SOLUTIONS - state.solutions.length;
  const taken = state.solutions.map(({ name }) => name);
  const named = solutions.slice(0, room).map((solution) => {
    const name = freeName(solution.name, taken);
    taken.push(name);
    return name === solution.name ? solution : Object.freeze({ ...solution, name });
  });
  const message =
    solutions.length > room ? `At most ${MOST_SOLUTIONS} solutions are kept: delete some to make room.` : "";
  return { ...state, solutions: [...state.solutions, ...named], message };
}

/** Removes a solution, which can be brought back. Where the reader had chosen it, the tool chooses again. */
function remove(state: SolutionsState, id: string): SolutionsState {
  const removed = state.solutions.find((solution) => solution.id === id);
  if (!removed) return state;
  const choices = { ...state.choices };
  for (const role of ROLES) if (choices[role] === id) choices[role] = null;
  const solutions = state.solutions.filter((solution) => solution !== removed);
  return { ...state, solutions, choices, removed, message: "" };
}

/** Gives the trimmed name, with a number behind it where another solution has that name. An empty name changes nothing. */
function rename(state: SolutionsState, id: string, wanted: string): SolutionsState {
  const others = state.solutions.filter((solution) => solution.id !== id);
  const name = wanted.trim();
  if (name === "") return { ...state, renaming: null };
  const free = freeName(
    name,
    others.map((solution) => solution.name),
  );
  const solutions = state.solutions.map((solution) =>
    solution.id === id ? Object.freeze({ ...solution, name: free }) : solution,
  );
  return { ...state, solutions, renaming: null };
}

/** The result where it belongs to these two sets of weights; else null. */
export function resultFor<Result extends Found<unknown>>(
  found: Result | null,
  from: Member | null,
  to: Member | null,
): Result | null {
  if (!found || !from || !to) return null;
  const isOf = (one: Member, other: Member): boolean =>
    isSame(one.parameters, other.parameters) && isSameTask(one, other);
  return isOf(found.from, from) && isOf(found.to, to) ? found : null;
}

/** Whether two solutions have the same network, data and loss. */
export function isSameTask({ spec: one }: Member, { spec: other }: Member): boolean {
  return (["dataset", "network", "loss"] as const).every(
    (section) => one[section] === other[section] || JSON.stringify(one[section]) === JSON.stringify(other[section]),
  );
}
