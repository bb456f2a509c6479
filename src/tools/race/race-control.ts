import { Commands } from "../../compute/jobs/task-context";
import type { RaceCommand } from "../../compute/jobs/training/step-control";
import type { ComputeService } from "../../compute/service/tasks";
import type { Spec } from "../../experiment/spec";
import { describeFailure } from "../../studio/run/failure";
import { openStore } from "../../studio/state/store";
import { FIRST_RACE, isUnderWay, type RaceAction, type RaceState, reduceRace, type Speed, stepsOf } from "./race-state";

/** The state of the race, and the commands that run it on the service. */
export interface RaceControl {
  readonly getState: () => RaceState;
  readonly dispatch: (action: RaceAction) => void;
  /** Starts the race, or pauses or resumes the race that runs. */
  readonly startOrPause: (spec: Spec) => void;
  /** Takes one step of every runner. Where no race runs, it starts a paused one first. */
  readonly step: (spec: Spec) => void;
  /** Stops the race and deletes its results. The choice of runners stays. */
  readonly reset: () => void;
  readonly chooseSpeed: (speed: Speed) => void;
}

export function createRaceControl(service: ComputeService, onChange: () => void): RaceControl {
  const { getState, dispatch, subscribe } = openStore<RaceState, RaceAction>(FIRST_RACE, reduceRace);
  subscribe(onChange);
  let abort = new AbortController();
  let commands = new Commands<RaceCommand>();

  async function start(spec: Spec, isPaused: boolean): Promise<void> {
    const { choice } = getState();
    const { runners, speed } = choice;
    const steps = stepsOf(choice, spec);
    dispatch({ type: "start", spec, steps, paused: isPaused });
    const { number } = getState();
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
      dispatch({ type: "fail", number, message: describeFailure(error) });
    }
  }

  return {
    getState,
    dispatch,
    startOrPause(spec) {
      if (getState().phase === "paused") {
        commands.send("resume");
        dispatch({ type: "resume" });
      } else if (isUnderWay(getState())) {
        commands.send("pause");
        dispatch({ type: "pause" });
      } else void start(spec, false);
    },
    step(spec) {
      if (getState().phase !== "paused") void start(spec, true);
      commands.send("step");
    },
    reset() {
      if (isUnderWay(getState())) commands.send("stop");
      dispatch({ type: "reset" });
    },
    chooseSpeed(speed) {
      if (isUnderWay(getState())) commands.send({ stepsPerSecond: speed });
      dispatch({ type: "choose-speed", speed });
    },
  };
}
