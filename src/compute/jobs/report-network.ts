import { makeDataset } from "../../data/make-dataset";
import { layoutNetwork } from "../../model/layout";
import { type NetworkReport, reportNetwork } from "../../model/network-report";
import type { TaskContext } from "./task-context";
import type { WeightsRequest } from "./weights-request";

/** What each unit of a spec's network does over its data at θ, and the gradient by layer, in float64. */
export async function reportSpecNetwork(
  { spec, parameters }: WeightsRequest,
  { signal }: TaskContext,
): Promise<NetworkReport> {
  const layout = layoutNetwork(spec.network);
  const data = makeDataset(spec.dataset, layout.outputs);
  return reportNetwork({ layout, loss: spec.loss, data }, parameters, signal);
}
