import { createComputeService } from "../../../src/compute/service/client";
import type { ComputeService } from "../../../src/compute/service/tasks";
import { classifyLandscape } from "../../../src/convexity/points/classify";
import { DEFAULT_SPEC } from "../../../src/experiment/defaults";
import type { Spec } from "../../../src/experiment/spec";
import type { BackendInfo } from "../../../src/slice/backend-info";
import { planLandscape } from "../../../src/slice/plan-landscape";
import type { Measured, ValuesOf } from "../measured";
import type { PAGE_ROWS } from "../rows";
import { explain } from "../stopwatch";
import { TRAINED_NETWORKS } from "../trained-networks";
import type { Evaluators } from "./evaluators";

/** How many points of trained networks stay undecided, by the page's own service and by WebGL alone. */
export async function measureUndecided({ WebGL }: Evaluators, webgl: BackendInfo) {
  const service = await createComputeService();
  const values: Record<string, Measured> = {
    "undecided, default picture": await attempt(() => evaluateTrained(service, DEFAULT_SPEC)),
    "undecided, default picture, WebGL with the cascade": await attempt(async () => {
      const chosen = await createComputeService({ choice: "webgl", comparison: null });
      return evaluateTrained(chosen, DEFAULT_SPEC);
    }),
    "undecided by WebGL alone, default picture": await attempt(async () => {
      const { parameters } = await service.run("train", DEFAULT_SPEC);
      const plan = planLandscape(DEFAULT_SPEC, parameters);
      return inPerCent(classifyLandscape(await WebGL(plan), plan.grid, webgl).summary.undecided);
    }),
  };
  for (const { name, spec } of TRAINED_NETWORKS) {
    values[`undecided, ${name}`] = await attempt(() => evaluateTrained(service, spec));
  }
  return values as ValuesOf<typeof PAGE_ROWS.undecided>;
}

async function evaluateTrained(service: ComputeService, spec: Spec): Promise<Measured> {
  const { parameters } = await service.run("train", spec);
  const { landscape } = await service.run("evaluate", { spec, parameters, extent: "slice" });
  return inPerCent(landscape.summary.undecided);
}

const inPerCent = (share: number): Measured => ({ value: 100 * share });

async function attempt(measure: () => Promise<Measured>): Promise<Measured> {
  try {
    return await measure();
  } catch (error) {
    return { reason: explain(error) };
  }
}
