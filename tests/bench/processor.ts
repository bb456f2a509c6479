import { createPacer } from "../../src/numeric/pacer";
import { Kernel } from "../../src/processor/kernel";
import { KernelPool } from "../../src/processor/kernel-pool";
import { ProblemPoints } from "../../src/processor/problem-points";
import { ProcessorEvaluator } from "../../src/processor/processor-evaluator";
import { allocateFields, type LandscapeFields } from "../../src/slice/landscape-fields";
import type { LandscapePlan } from "../../src/slice/landscape-plan";

/** What an evaluation computes: loss, curvature and bounds; loss and its bound; or loss and curvature without bounds. */
export type Extent = "everything" | "loss" | "no bounds";

const alone = new ProcessorEvaluator(new KernelPool(1));
const together = new ProcessorEvaluator();

/** The processor's evaluator with a worker for each thread. */
export function evaluateByPool(plan: LandscapePlan): Promise<LandscapeFields> {
  return together.evaluate(asNew(plan));
}

/** The processor's evaluator on this thread alone. */
export async function evaluateOnProcessor(
  plan: LandscapePlan,
  extent: Extent = "everything",
): Promise<LandscapeFields> {
  if (extent === "no bounds") return evaluateWithoutBounds(plan);
  const fields = allocateFields(plan.grid);
  const points = Uint32Array.from(fields.loss.keys());
  await alone.fill(asNew(plan), fields, points, { lossOnly: extent === "loss" });
  return fields;
}

/** The evaluator keeps what it has prepared for a plan; a plan with other data is prepared again. */
function asNew(plan: LandscapePlan): LandscapePlan {
  return { ...plan, data: { ...plan.data } };
}

/** The kernel still looks for its largest numbers; only what makes bounds of them is left out. */
async function evaluateWithoutBounds(plan: LandscapePlan): Promise<LandscapeFields> {
  const kernel = await Kernel.start();
  const problem = await ProblemPoints.prepare(plan, kernel.base, createPacer(undefined));
  kernel.load(problem.packed);
  const fields = allocateFields(plan.grid);
  const record = new Float64Array(problem.packed.recordLength);
  const { x, y, columns, rows } = plan.grid;
  for (let point = 0; point < columns * rows; point++) {
    kernel.place(x[point % columns]!, y[Math.floor(point / columns)]!);
    kernel.pass(0, problem.packed.blocks, true);
    kernel.report(record, 0);
    fields.loss[point] = record[0]!;
  }
  return fields;
}
