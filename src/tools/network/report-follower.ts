import type { ComputeService } from "../../compute/service/tasks";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import type { NetworkReport } from "../../model/report/network";
import { createAskLatest } from "../../studio/run/ask-latest";
import type { ReportedNetwork } from "./network-state";

/** After a report the follower waits for twice as long as the report took, and for at least 200 ms: other computations need the time. */
const REST = { times: 2, least: 200 } as const;

type ReportRequest = Pick<ReportedNetwork, "spec" | "parameters">;

export interface ReportFollower {
  /** Requests a report of these weights, now or after the present one. The same request is not repeated. */
  readonly follow: (spec: Spec, parameters: Parameters) => void;
  /** Drops the request that waits. */
  readonly rest: () => void;
}

/** Reports on weights that change many times a second, seldom enough to keep the page fluent. */
export function createReportFollower(
  service: ComputeService,
  onReport: (reported: ReportedNetwork) => void,
  onFailure: (message: string) => void,
): ReportFollower {
  const latest = createAskLatest<ReportRequest, NetworkReport>({
    run: ({ spec, parameters }, signal) => service.run("reportNetwork", { spec, parameters }, { signal }),
    isSame,
    // The weights change faster than they are reported: an older report is better than none.
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

/** Compares only what a report depends on: another plane needs no new report. */
function isSame(one: ReportRequest, other: ReportRequest): boolean {
  if (one.parameters !== other.parameters) return false;
  return (["dataset", "network", "loss"] as const).every((section) => one.spec[section] === other.spec[section]);
}
