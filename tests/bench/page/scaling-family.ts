import type { ValuesOf } from "../measured";
import { makeBenchPlan } from "../plans";
import type { PAGE_ROWS } from "../rows";
import { timeInTurns } from "../stopwatch";
import type { Evaluate, Evaluators } from "./evaluators";

const SMALL = 65;
const LARGE = 257;

/** Whether the time of a point and sample stays the same on a large grid and with many inputs. */
export async function measureScaling(evaluators: Evaluators): Promise<ValuesOf<typeof PAGE_ROWS.scaling>> {
  const [WebGL, processor] = [await measureGrowth(evaluators.WebGL), await measureGrowth(evaluators.processor)];
  return {
    "time a point and sample, 257 × 257 against 65 × 65, WebGL": WebGL.points,
    "time a point and sample, 257 × 257 against 65 × 65, processor": processor.points,
    "64 inputs against 2, WebGL": WebGL.inputs,
    "64 inputs against 2, processor": processor.inputs,
  };
}

async function measureGrowth(evaluate: Evaluate) {
  const [small, large] = [makeBenchPlan({ side: SMALL }), makeBenchPlan({ side: LARGE })];
  const many = makeBenchPlan({ side: SMALL, inputs: 64 });
  const times = await timeInTurns(
    {
      small: { run: () => evaluate(small) },
      large: { run: () => evaluate(large), times: (SMALL / LARGE) ** 2 },
      many: { run: () => evaluate(many) },
    },
    3,
  );
  return { points: times.ratio("large", "small"), inputs: times.ratio("many", "small") };
}
