import type { ComputeService } from "../../../compute/service";
import type { Spec } from "../../../spec/schema";
import { describeFailure } from "../../run/failure";
import { FIRST_RACE, isUnderWay, type RaceAction, type RaceState, reduceRace, type Speed, stepsOf } from "./race-state";

/** The race of the tool: its state, and the service that runs it. */
export interface RaceCourse {
  readonly getState: () => RaceState;
  readonly dispatch: (action: RaceAction) => void;
  /** Starts, pauses or resumes, whichever it is ready for. */
  readonly startOrPause: (spec: Spec) => void;
  /** One step of every runner; before a race it starts one that waits. */
  readonly step: (spec: Spec) => void;
  /** Ends a race under way and forgets it; the choice of runners stays. */
  readonly reset: () => void;
  readonly chooseSpeed: (speed: Speed) => void;
}

export function createRaceCourse(
  service: Pick<ComputeService, "race" | "controlRace">,
  onChange: () => void,
): RaceCourse {
  let state = FIRST_RACE;

  function dispatch(action: RaceAction): void {
    const next = reduceRace(state, action);
    if (next === state) return;
    state = Object.freeze(next);
    onChange();
  }

  async function start(spec: Spec, isPaused: boolean): Promise<void> {
    const { runners, speed } = state.choice;
    const steps = stepsOf(state.choice, spec);
    dispatch({ type: "start", spec, steps, paused: isPaused });
    const { number } = state;
    try {
      const race = { runners, steps, isPaused, stepsPerSecond: speed };
      const outcome = await service.race(spec, race, (progress) => dispatch({ type: "report", number, progress }));
      dispatch({ type: "end", number, outcome });
    } catch (error) {
      dispatch({ type: "fail", number, message: describeFailure(error) });
    }
  }

  return {
    getState: () => state,
    dispatch,
    startOrPause(spec) {
      if (state.phase === "paused") {
        void service.controlRace("resume");
        dispatch({ type: "resume" });
      } else if (isUnderWay(state)) {
        void service.controlRace("pause");
        dispatch({ type: "pause" });
      } else void start(spec, false);
    },
    step(spec) {
      if (state.phase !== "paused") void start(spec, true);
      void service.controlRace("step");
    },
    reset() {
      if (isUnderWay(state)) void service.controlRace("stop");
      dispatch({ type: "reset" });
    },
    chooseSpeed(speed) {
      if (isUnderWay(state)) void service.controlRace({ stepsPerSecond: speed });
      dispatch({ type: "choose-speed", speed });
    },
  };
}
