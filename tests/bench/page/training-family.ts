import { DEFAULT_SPEC } from "../../../src/experiment/defaults";
import type { WebglBackend } from "../../../src/gpu/backend";
import { WebglTrainingSession } from "../../../src/gpu/training";
import { makeProblem } from "../../../src/model/problem";
import { ReferenceTrainingSession } from "../../../src/model/training/reference-session";
import { planTraining, type TrainingSession } from "../../../src/model/training/session";
import { trainWithTfjs } from "../../support/tfjs-training";
import type { ValuesOf } from "../measured";
import type { PAGE_ROWS } from "../rows";
import { timeInTurns } from "../stopwatch";

const STEPS = 200;

/** The page's default training by tfjs and by each session, from the start to the read of the last weights. */
export async function measureTraining(backend: WebglBackend): Promise<ValuesOf<typeof PAGE_ROWS.training>> {
  const { weights } = DEFAULT_SPEC;
  if (weights.kind !== "trained") throw new Error("The default experiment has given weights.");
  const plan = planTraining(makeProblem(DEFAULT_SPEC), weights);
  const times = await timeInTurns(
    {
      tfjs: { run: () => trainWithTfjs(plan, STEPS) },
      fused: { run: () => takeSteps(new WebglTrainingSession(backend, plan)) },
      float64: { run: () => takeSteps(new ReferenceTrainingSession(plan)) },
    },
    3,
  );
  return {
    "200 training steps, fused WebGL against tfjs ops": times.ratio("tfjs", "fused"),
    "200 training steps, float64 against tfjs ops": times.ratio("tfjs", "float64"),
  };
}

async function takeSteps(session: TrainingSession): Promise<void> {
  try {
    await session.advance(STEPS, () => false);
  } finally {
    session.dispose();
  }
}
