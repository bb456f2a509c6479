import type { ValuesOf } from "../measured";
import { makeBenchPlan } from "../plans";
import type { PAGE_ROWS } from "../rows";
import { mapValue, timeInTurns } from "../stopwatch";
import type { Evaluators } from "./evaluators";

/** The evaluators among themselves: what curvature and bounds cost, and how fast each is. */
export async function measureKernels(evaluators: Evaluators): Promise<ValuesOf<typeof PAGE_ROWS.kernels>> {
  const { WebGL, processor, pool, reference } = evaluators;
  const plan = makeBenchPlan();
  const wide = makeBenchPlan({ hidden: [32, 32], side: 33 });
  const points = plan.grid.columns * plan.grid.rows;
  const times = await timeInTurns({
    WebGL: { run: () => WebGL(plan) },
    webglLoss: { run: () => WebGL(plan, "loss") },
    webglBare: { run: () => WebGL(plan, "no bounds") },
    processor: { run: () => processor(plan) },
    processorLoss: { run: () => processor(plan, "loss") },
    processorBare: { run: () => processor(plan, "no bounds") },
    pool: { run: () => pool(plan) },
    reference: { run: () => reference(plan) },
  });
  const wideTimes = await timeInTurns(
    {
      WebGL: { run: () => WebGL(wide) },
      processor: { run: () => processor(wide) },
      reference: { run: () => reference(wide) },
    },
    3,
  );
  const pace = (name: "WebGL" | "processor" | "pool") =>
    mapValue(times.milliseconds(name), (milliseconds) => points / (milliseconds / 1000));
  return {
    "loss, curvature and bounds against loss and bound, WebGL": times.ratio("WebGL", "webglLoss"),
    "loss, curvature and bounds against loss and bound, processor": times.ratio("processor", "processorLoss"),
    "bounds against none, WebGL": times.ratio("WebGL", "webglBare"),
    "bounds against none, processor": times.ratio("processor", "processorBare"),
    "WebGL against the float64 reference": times.ratio("reference", "WebGL"),
    "processor, one thread, against the float64 reference": times.ratio("reference", "processor"),
    "processor, all its threads, against the float64 reference": times.ratio("reference", "pool"),
    "WebGL against the float64 reference, wide": wideTimes.ratio("reference", "WebGL"),
    "processor, one thread, against the float64 reference, wide": wideTimes.ratio("reference", "processor"),
    "points a second, WebGL": pace("WebGL"),
    "points a second, processor, one thread": pace("processor"),
    "points a second, processor, all its threads": pace("pool"),
  };
}
