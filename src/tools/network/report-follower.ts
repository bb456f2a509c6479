import type { ComputeService } from "../../compute/service/tasks";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { NetworkReport } from "../../model/report/network";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { ReportedNetwork } from "./network-state";

/** Between two reports the device is left to others for so many times as long as the first took, and for so many milliseconds at least. */
const REST = { times: 2, least: 200 } as const;

type ReportRequest = Pick<ReportedNetwork, "spec" | "parameters">;

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
  const latest = createAskLatest<ReportRequest, NetworkReport>({
    run: ({ spec, parameters }, signal) => service.run("reportNetwork", { spec, parameters }, { signal }),
    isSame,
    // Weights move faster than they are reported: an older report is better than none.
    isOfUse: () => true,
    onAnswer: (report, { spec, parameters }) => onReport({ spec, parameters, report }),
    onFailure,
    rest: (took) => Math.max(REST.least, REST.times * took),
  });
  return {
    follow: (spec, parameters) => latest.ask({ spec, parameters }),
    rest: () => latest.ask(null),
  };
}

/** Only what a report depends on counts: moving the plane asks for nothing. */
function isSame(one: ReportRequest, other: ReportRequest): boolean {
  if (one.parameters !== other.parameters) return false;
  return (["dataset", "network", "loss"] as const).every((section) => one.spec[section] === other.spec[section]);
}
