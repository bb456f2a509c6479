import { Commands } from "../../../compute/jobs/task-context";
import type { RaceCommand } from "../../../compute/jobs/training/step-control";
import type { ComputeService } from "../../../compute/service/tasks";
import type { Spec } from "../../../spec/schema";
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

export function createRaceCourse(service: ComputeService, onChange: () => void): RaceCourse {
  let state = FIRST_RACE;
  let abort = new AbortController();
  let commands = new Commands<RaceCommand>();

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
    abort.abort();
    abort = new AbortController();
    commands = new Commands();
    try {
      const race = { runners, steps, isPaused, stepsPerSecond: speed };
      const outcome = await service.run(
        "race",
        { spec, race },
        {
          signal: abort.signal,
          commands,
          onProgress: (progress) => dispatch({ type: "report", number, progress }),
        },
      );
      dispatch({ type: "end", number, outcome });
    } catch (error) {
      dispatch({ type: "fail", number, message: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    getState: () => state,
    dispatch,
    startOrPause(spec) {
      if (state.phase === "paused") {
        commands.send("resume");
        dispatch({ type: "resume" });
      } else if (isUnderWay(state)) {
        commands.send("pause");
        dispatch({ type: "pause" });
      } else void start(spec, false);
    },
    step(spec) {
      if (state.phase !== "paused") void start(spec, true);
      commands.send("step");
    },
    reset() {
      if (isUnderWay(state)) commands.send("stop");
      dispatch({ type: "reset" });
    },
    chooseSpeed(speed) {
      if (isUnderWay(state)) commands.send({ stepsPerSecond: speed });
      dispatch({ type: "choose-speed", speed });
    },
  };
}
