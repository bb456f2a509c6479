import { analyzePoint } from "../../../convexity/points/analysis";
import type { Measure } from "../../../experiment/survey/plan-schema";
import type { CaseMeasurement } from "../../../formats/files/case-line";
import { toJsonNumber } from "../../../formats/files/json-number";
import { type ResultDocument, readFullHessian, readLandscape } from "../../../formats/files/result-file";
import { flattenWeights, layoutNetwork } from "../../../model/network/layout";
import { makeProblem } from "../../../model/problem";
import { makeGrid } from "../../../slice/grid";
import { findPlane } from "../../../slice/plan-landscape";
import { eigenvaluesAt, findLowest } from "./evaluate-survey-plane";
import { describeHessian, NOTHING } from "./measure-case";

/** What a survey keeps of a result, such as one that a page computed with WebGL. The curvature at the centre is computed here in float64. */
export async function measureResult(result: ResultDocument, measures: readonly Measure[]): Promise<CaseMeasurement> {
  const wanted = new Set(measures);
  const { spec } = result;
  if (spec.weights.kind !== "given") throw new Error("result.spec.weights: are not given");
  const problem = makeProblem(spec);
  const center = flattenWeights(layoutNetwork(spec.network), spec.weights.layers);
  const { dx, dy } = await findPlane(spec.plane, problem, center, new AbortController().signal);
  const point = analyzePoint({ ...problem, center, dx, dy, grid: makeGrid(spec.grid) }, 0, 0);
  const landscape = wanted.has("classes") ? readLandscape(result) : null;
  return {
    ...NOTHING,
    status: "measured",
    loss: toJsonNumber(point.loss),
    ...describeHessian(readFullHessian(result), wanted),
    classes: landscape && { ...landscape.summary },
    lowest: landscape && findLowest(landscape),
    center: landscape && eigenvaluesAt(point),
    verdict: wanted.has("verdict") ? { ...result.verdict } : null,
    ...(wanted.has("certificate") ? { certificate: result.certificate } : {}),
  };
}
