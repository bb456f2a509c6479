import type { Activation } from "../../src/experiment/spec";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { makeRandomPlan } from "../support/random-plans";

interface PlanSize {
  /** Grid points on each side. */
  readonly side?: number;
  readonly activation?: Activation;
  readonly hidden?: readonly number[];
  readonly samples?: number;
  readonly inputs?: number;
}

/** A random network and plane with the squared error; without changes the page's default network on 65 × 65 points. */
export function makeBenchPlan(size: PlanSize = {}): LandscapePlan {
  const { side = 65, activation = "relu", hidden = [8, 8], samples = 128, inputs = 2 } = size;
  return makeRandomPlan({ activation, loss: "mse", hidden, inputs, samples, columns: side, rows: side }, 1);
}

/** The networks of the rows against tfjs. */
export const NETWORKS = {
  "2-8-8-1/128": { hidden: [8, 8], samples: 128 },
  "2-8-8-1/256": { hidden: [8, 8], samples: 256 },
  "2-16-16-1/256": { hidden: [16, 16], samples: 256 },
} as const satisfies Readonly<Record<string, PlanSize>>;

export type NetworkName = keyof typeof NETWORKS;
export const NETWORK_NAMES = Object.keys(NETWORKS) as NetworkName[];
