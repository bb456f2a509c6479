import { CONNECT_LIMITS } from "../../compute/jobs/connect-modes";
import { LIMITS } from "../../experiment/limits";
import type { Spec } from "../../experiment/spec";
import type { ToolParts } from "../tool";
import { keepSolution } from "./keep-solution";
import { openLibrary } from "./solution-library";
import { ChoiceError, type Member, planeThroughThree, planeToSolution } from "./solution-planes";
import type { SolutionShelf } from "./solution-shelf";
import type { CurveOption, SolutionsActions } from "./solutions-actions";
import { createHold, takeNumber } from "./solutions-hold";
import { presentMember, type Role, resolveMembers, type SolutionsState } from "./solutions-state";
import { createWork } from "./solutions-work";
import { nextSeed, SEED_COUNT } from "./train-seeds";

export interface Solutions {
  readonly getState: () => SolutionsState;
  readonly actions: SolutionsActions;
}

const OPTION_NAMES: Readonly<Record<CurveOption, string>> = {
  steps: "Steps",
  learningRate: "Learning rate",
  seed: "Seed",
};

/**
 * The state of the tool and what changes it.
 * @param onChange  called after each change
 */
export function createSolutions(parts: ToolParts, shelf: SolutionShelf, onChange: () => void): Solutions {
  const { store } = parts;
  const hold = createHold(onChange);
  const { getState, change, attempt } = hold;
  const library = openLibrary(hold, shelf);

  function member(role: Role): Member {
    const found = resolveMembers(getState(), presentMember(store.getState()))[role];
    if (found) return found.member;
    const count = role === "c" ? "three" : "two";
    throw new ChoiceError(`This needs ${count} different solutions of one network: keep or train more.`);
  }

  /** Puts an experiment made of chosen members on the page, which undo takes back. */
  function show(make: (grid: Spec["grid"]) => Spec): void {
    attempt(() => store.dispatch({ type: "open", spec: make(store.getState().spec.grid) }));
  }

  return {
    getState,
    actions: {
      ...library.actions,
      ...createWork(hold, { ...parts, keep: library.keep, member }),
      keepPresent() {
        const { spec, run } = store.getState();
        const { parameters, step } = run.training;
        if (parameters) library.keep([keepSolution({ spec, parameters, step }, Date.now())]);
      },
      setSeedCount(typed) {
        const { value, message } = takeNumber("Seeds in one go", typed, SEED_COUNT, true, getState().seedCount);
        change({ seedCount: value, message });
        return value;
      },
      setFirstSeed(typed) {
        const before = getState().firstSeed ?? nextSeed(store.getState().spec, getState().solutions);
        const { value, message } = takeNumber("Seed", typed, LIMITS.seed, true, before);
        change({ firstSeed: value, message });
        return value;
      },
      setCurveKind: (kind) => change({ options: { ...getState().options, kind } }),
      setCurveOption(name, typed) {
        const { options } = getState();
        const isWhole = name !== "learningRate";
        const { value, message } = takeNumber(OPTION_NAMES[name], typed, CONNECT_LIMITS[name], isWhole, options[name]);
        change({ options: { ...options, [name]: value }, message });
        return value;
      },
      open(id) {
        const solution = library.find(id);
        if (solution) show(() => solution.spec);
      },
      choose: (role, choice) => change({ choices: { ...getState().choices, [role]: choice }, message: "" }),
      planeToSecond: () => show((grid) => planeToSolution(member("a"), member("b"), grid)),
      planeThroughThree: () => show((grid) => planeThroughThree(member("a"), member("b"), member("c"), grid)),
    },
  };
}
