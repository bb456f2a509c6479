import { ACTIVATIONS, type Activation } from "../../../src/experiment/spec";
import type { LandscapeFields } from "../../../src/slice/landscape-fields";
import type { Measured, ValuesOf } from "../measured";
import { makeBenchPlan } from "../plans";
import type { PAGE_ROWS } from "../rows";
import { explain, median } from "../stopwatch";
import type { Evaluators } from "./evaluators";

type Looseness = Readonly<Record<"loss" | "curvature", Measured>>;

/** The medians of bound over true error over the points of one random network for each activation. */
export async function measureLooseness(evaluators: Evaluators) {
  const values: Record<string, Measured> = {};
  for (const activation of ACTIVATIONS) {
    for (const engine of ["WebGL", "processor"] as const) {
      const looseness = await compareWithReference(evaluators, engine, activation);
      for (const field of ["loss", "curvature"] as const) {
        values[`looseness of the ${field} bound, ${engine}, ${activation}`] = looseness[field];
      }
    }
  }
  return values as ValuesOf<typeof PAGE_ROWS.looseness>;
}

async function compareWithReference(
  evaluators: Evaluators,
  engine: "WebGL" | "processor",
  activation: Activation,
): Promise<Looseness> {
  const plan = makeBenchPlan({ activation, side: 33 });
  try {
    const [tried, exact] = [await evaluators[engine](plan), await evaluators.reference(plan)];
    return {
      loss: compare(tried, exact, "loss", "lossError"),
      curvature: compare(tried, exact, "xx", "curvatureError"),
    };
  } catch (error) {
    const reason = explain(error);
    return { loss: { reason }, curvature: { reason } };
  }
}

function compare(
  tried: LandscapeFields,
  exact: LandscapeFields,
  values: "loss" | "xx",
  errors: "lossError" | "curvatureError",
): Measured {
  const ratios = Array.from(tried[values], (value, i) => tried[errors][i]! / Math.abs(value - exact[values][i]!));
  const finite = ratios.filter(Number.isFinite);
  return finite.length > 0 ? { value: median(finite) } : { reason: "No point has a finite bound and an error." };
}
