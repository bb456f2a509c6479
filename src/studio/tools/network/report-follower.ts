import type { ComputeService } from "../../../compute/service/tasks";
import type { Parameters } from "../../../model/network/layout";
import type { Spec } from "../../../spec/schema";
import type { ReportedNetwork } from "./network-state";

/** Between two reports the device is left to others for so many times as long as the first took, and for so many milliseconds at least. */
const REST = { times: 2, least: 200 } as const;

export interface ReportFollower {
  /** Asks for a report of these weights, now or after the one under way; what is the same as before is not asked for again. */
  readonly follow: (spec: Spec, parameters: Parameters) => void;
  /** Drops what waits. */
  readonly rest: () => void;
}

/** Keeps a report in step with weights that move many times a second, as often as is not felt. */
export function createReportFollower(
  service: ComputeService,
  onReport: (reported: ReportedNetwork) => void,
  onFailure: (message: string) => void,
): ReportFollower {
  let asked: Pick<ReportedNetwork, "spec" | "parameters"> | null = null;
  let waiting: Pick<ReportedNetwork, "spec" | "parameters"> | null = null;
  let isBusy = false;

  async function run(): Promise<void> {
    isBusy = true;
    while (waiting) {
      const { spec, parameters } = waiting;
      asked = waiting;
      waiting = null;
      const began = performance.now();
      try {
        onReport({ spec, parameters, report: await service.run("reportNetwork", { spec, parameters }) });
      } catch (error) {
        asked = null;
        onFailure(error instanceof Error ? error.message : String(error));
      }
      const took = performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, Math.max(REST.least, REST.times * took)));
    }
    isBusy = false;
  }

  return {
    follow(spec, parameters) {
      if (asked && isSame(asked, { spec, parameters })) waiting = null;
      else waiting = { spec, parameters };
      if (waiting && !isBusy) void run();
    },
    rest: () => {
      waiting = null;
    },
  };
}

/** Only what a report depends on counts: moving the plane asks for nothing. */
function isSame(
  one: Pick<ReportedNetwork, "spec" | "parameters">,
  other: Pick<ReportedNetwork, "spec" | "parameters">,
): boolean {
  if (one.parameters !== other.parameters) return false;
  return (["dataset", "network", "loss"] as const).every((section) => one.spec[section] === other.spec[section]);
}
