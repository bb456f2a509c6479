import { runExperiment } from "../compute/studies/run-experiment";
import { parseSpec } from "../experiment/parse";
import type { ResultDocument } from "../formats/files/result-file";
import { type ComputeOptions, openService, type SpecInput } from "./options";

/**
 * Computes one landscape: trains if the spec says so, evaluates the loss and its second derivatives over the slice, classes every point, and
 * searches for a proof.
 *
 * @param spec  untrusted; its limits are those of a spec file
 * @returns the result: `x` [columns] and `y` [rows] in units of the plane's directions; `loss`, `curvature` and `classes` [row][column], row k
 *   at `y[k]`; a number that is not finite is null. The same as the result of the command, and JSON as it is
 * @throws SpecError with one sentence that names the first wrong field
 * @throws Error with one sentence when the training diverges, or the plane cannot be made
 * @throws the signal's reason when it is aborted
 */
export async function evaluateLandscape(spec: SpecInput, options: ComputeOptions = {}): Promise<ResultDocument> {
  const checked = parseSpec(spec);
  return runExperiment(checked, await openService(options), options.onProgress ?? (() => {}));
}
