import type { Spec } from "../../experiment/spec";
import { openStore } from "../../studio/state/store";
import type { ToolParts } from "../tool";
import { keepSolution } from "./keep-solution";
import { openLibrary } from "./solution-library";
import { ChoiceError, type Member, planeThroughThree, planeToSolution } from "./solution-planes";
import type { SolutionShelf } from "./solution-shelf";
import type { SolutionsActions } from "./solutions-actions";
import {
  EMPTY_SOLUTIONS,
  presentMember,
  type Role,
  reduceSolutions,
  resolveMembers,
  type SolutionsAction,
  type SolutionsState,
} from "./solutions-state";
import { createWork } from "./solutions-work";
import { nextSeed } from "./train-seeds";

export interface Solutions {
  readonly getState: () => SolutionsState;
  readonly actions: SolutionsActions;
}

/**
 * The state of the tool and what changes it.
 * @param onChange  called after each change
 */
export function createSolutions(parts: ToolParts, shelf: SolutionShelf, onChange: () => void): Solutions {
  const page = parts.store;
  const store = openStore<SolutionsState, SolutionsAction>(EMPTY_SOLUTIONS, reduceSolutions);
  const { getState, dispatch } = store;
  store.subscribe(onChange);
  const library = openLibrary(store, shelf);

  function member(role: Role): Member {
    const found = resolveMembers(getState(), presentMember(page.getState()))[role];
    if (found) return found.member;
    const count = role === "c" ? "three" : "two";
    throw new ChoiceError(`This needs ${count} different solutions of one network: keep or train more.`);
  }

  /** Runs an action; where the chosen solutions do not allow it, one sentence says why. */
  function attempt(act: () => void): void {
    dispatch({ type: "say", message: "" });
    try {
      act();
    } catch (error) {
      if (!(error instanceof ChoiceError)) throw error;
      dispatch({ type: "say", message: error.message });
    }
  }

  /** Opens an experiment on the page. Undo brings back the one before. */
  function show(make: (grid: Spec["grid"]) => Spec): void {
    attempt(() => page.dispatch({ type: "open", spec: make(page.getState().spec.grid) }));
  }

  return {
    getState,
    actions: {
      ...library.actions,
      ...createWork(store, { page, service: parts.service, keep: library.keep, member, attempt }),
      keepPresent() {
        const { spec, run } = page.getState();
        const { parameters, step } = run.training;
        if (parameters) library.keep([keepSolution({ spec, parameters, step }, Date.now())]);
      },
      setSeedCount(typed) {
        dispatch({ type: "set-seed-count", typed });
        return getState().seedCount;
      },
      setFirstSeed(typed) {
        const next = nextSeed(page.getState().spec, getState().solutions);
        dispatch({ type: "set-first-seed", typed, next });
        return getState().firstSeed ?? next;
      },
      setCurveKind: (kind) => dispatch({ type: "set-curve-kind", kind }),
      setCurveOption(name, typed) {
        dispatch({ type: "set-curve-option", name, typed });
        return getState().options[name];
      },
      open(id) {
        const solution = library.find(id);
        if (solution) show(() => solution.spec);
      },
      choose: (role, choice) => dispatch({ type: "choose", role, choice }),
      planeToSecond: () => show((grid) => planeToSolution(member("a"), member("b"), grid)),
      planeThroughThree: () => show((grid) => planeThroughThree(member("a"), member("b"), member("c"), grid)),
    },
  };
}
