import type { Measured, ValuesOf } from "../measured";
import { makeBenchPlan, NETWORK_NAMES, NETWORKS } from "../plans";
import type { PAGE_ROWS } from "../rows";
import { timeInTurns } from "../stopwatch";
import { evaluateBatched, evaluateOneByOne } from "./baselines";
import type { Evaluators } from "./evaluators";

/** Points that the slow ways compute; their times are multiplied to the whole grid. */
const SINGLES = 32;
const BATCH = 256;

/** Our evaluators and the usual ways with tfjs, in turns. */
export async function measureBaselines({ WebGL, processor }: Evaluators) {
  const values: Record<string, Measured> = {};
  for (const network of NETWORK_NAMES) {
    const plan = makeBenchPlan(NETWORKS[network]);
    const points = plan.grid.columns * plan.grid.rows;
    const times = await timeInTurns({
      singles: { run: () => evaluateOneByOne(plan, SINGLES), times: points / SINGLES },
      batched: { run: () => evaluateBatched(plan, BATCH), times: points / BATCH },
      WebGL: { run: () => WebGL(plan, "loss") },
      processor: { run: () => processor(plan, "loss") },
    });
    for (const engine of ["WebGL", "processor"] as const) {
      values[`${engine} against one tfjs call a point, ${network}`] = times.ratio("singles", engine);
      values[`${engine} against batched tfjs matMul, ${network}`] = times.ratio("batched", engine);
    }
  }
  return values as ValuesOf<typeof PAGE_ROWS.baselines>;
}
