import type { ModeComparison } from "../../compute/jobs/compare-modes";
import { type ConnectOptions, DEFAULT_CONNECT_OPTIONS, type ModeConnection } from "../../compute/jobs/connect-modes";
import type { PlaneSpec } from "../../experiment/spec";
import { MOST_SOLUTIONS, type Solution } from "../../formats/files/solutions-file";
import type { StudioState } from "../../studio/state/state";
import { freeName, parametersOf } from "./keep-solution";
import { isSame, isSameNetwork, type Member } from "./solution-planes";

/** The places of a choice: a way from A to B, and C beside them. */
export const ROLES = ["a", "b", "c"] as const;
export type Role = (typeof ROLES)[number];

/** The weights on the page, a kept solution by its id, or null where the tool chooses. */
export type Choice = string | null;
export const PRESENT = "present";

/** What is under way. */
export interface Work {
  readonly kind: "seeds" | "comparison" | "connection";
  readonly text: string;
  /** 0 to 1, or null where that is not known. */
  readonly fraction: number | null;
}

/** Something found out about two members, as long as they are the ones chosen. */
export interface Found<Result> {
  readonly from: Member;
  readonly to: Member;
  readonly result: Result;
}

export interface FoundConnection extends Found<ModeConnection> {
  /** The plane that the page was given to show it on; null until it was asked for. */
  readonly plane: PlaneSpec | null;
}

/** Everything the tool shows that is not the experiment's. Frozen. */
export interface SolutionsState {
  readonly solutions: readonly Solution[];
  readonly choices: Readonly<Record<Role, Choice>>;
  /** Whole sentences, or empty. */
  readonly message: string;
  /** What was removed last and can be brought back. */
  readonly removed: Solution | null;
  /** The solution whose name is being written. */
  readonly renaming: string | null;
  readonly work: Work | null;
  readonly seedCount: number;
  /** Null where it is the next that was not trained yet. */
  readonly firstSeed: number | null;
  readonly options: ConnectOptions;
  readonly comparison: Found<ModeComparison> | null;
  readonly connection: FoundConnection | null;
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
 * Who stands in each place. Where the reader has not chosen, A is what is on the page, and B and C are the first kept solutions of its
 * network whose weights differ from those before them.
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

/** Adds what fits, each under a name of its own. @returns the state, and the solutions that were added */
export function addSolutions(
  state: SolutionsState,
  added: readonly Solution[],
): { readonly state: SolutionsState; readonly added: readonly Solution[]; readonly complaint: string } {
  const room = MOST_SOLUTIONS - state.solutions.length;
  const taken = state.solutions.map(({ name }) => name);
  const named = added.slice(0, room).map((solution) => {
    const name = freeName(solution.name, taken);
    taken.push(name);
    return name === solution.name ? solution : Object.freeze({ ...solution, name });
  });
  const complaint =
    added.length > room ? `At most ${MOST_SOLUTIONS} solutions are kept: delete some to make room.` : "";
  return { state: { ...state, solutions: [...state.solutions, ...named] }, added: named, complaint };
}

/** Without one, which can be brought back; where it was chosen, the tool chooses again. */
export function removeSolution(state: SolutionsState, id: string): SolutionsState {
  const removed = state.solutions.find((solution) => solution.id === id) ?? null;
  const choices = { ...state.choices };
  for (const role of ROLES) if (choices[role] === id) choices[role] = null;
  return { ...state, solutions: state.solutions.filter((solution) => solution !== removed), choices, removed };
}

/** Under another name, trimmed, which must not be taken: else it gets a number. An empty name changes nothing. */
export function renameSolution(state: SolutionsState, id: string, wanted: string): SolutionsState {
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

/** What was found out, where it is still of these two. */
export function ofThese<Result extends Found<unknown>>(
  found: Result | null,
  from: Member | null,
  to: Member | null,
): Result | null {
  if (!found || !from || !to) return null;
  const isOf = (one: Member, other: Member): boolean =>
    isSame(one.parameters, other.parameters) && isSameTask(one, other);
  return isOf(found.from, from) && isOf(found.to, to) ? found : null;
}

/** Whether two members are measured by the same network, data and loss. */
export function isSameTask({ spec: one }: Member, { spec: other }: Member): boolean {
  return (["dataset", "network", "loss"] as const).every(
    (section) => one[section] === other[section] || JSON.stringify(one[section]) === JSON.stringify(other[section]),
  );
}
