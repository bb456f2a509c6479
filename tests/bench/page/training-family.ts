import { DEFAULT_SPEC } from "../../../src/experiment/defaults";
import type { WebglBackend } from "../../../src/gpu/backend";
import { makeProblem } from "../../../src/model/problem";
import { planTraining, type TrainingSession } from "../../../src/model/training/session";
import type { ValuesOf } from "../measured";
import type { PAGE_ROWS } from "../rows";
import { timeInTurns } from "../stopwatch";
import { makeTrainings } from "./trainings";

const STEPS = 200;

/** The page's default training by each session, from the start to the read of the last weights. */
export async function measureTraining(backend: WebglBackend): Promise<ValuesOf<typeof PAGE_ROWS.training>> {
  const { weights } = DEFAULT_SPEC;
  if (weights.kind !== "trained") throw new Error("The default experiment has given weights.");
  const trainings = makeTrainings(backend, planTraining(makeProblem(DEFAULT_SPEC), weights));
  const times = await timeInTurns(
    {
      ops: { run: () => takeSteps(trainings.ops()) },
      fused: { run: () => takeSteps(trainings.fused()) },
      float64: { run: () => takeSteps(trainings.float64()) },
    },
    3,
  );
  return {
    "200 training steps, fused WebGL against tfjs ops": times.ratio("ops", "fused"),
    "200 training steps, float64 against tfjs ops": times.ratio("ops", "float64"),
  };
}

async function takeSteps(session: TrainingSession): Promise<void> {
  try {
    await session.advance(STEPS, () => false);
  } finally {
    session.dispose();
  }
}
