import { makeProblem } from "../../model/problem";
import { type NetworkReport, reportNetwork } from "../../model/report/network";
import type { TaskContext } from "./task-context";
import type { WeightsRequest } from "./weights-request";

/** The activity of each unit of a spec's network over its data at θ, and the gradient of each layer, in float64. */
export async function reportSpecNetwork(
  { spec, parameters }: WeightsRequest,
  { signal }: TaskContext,
): Promise<NetworkReport> {
  return reportNetwork(makeProblem(spec), parameters, signal);
}
