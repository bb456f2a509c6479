import type { PointAnalysis } from "../../../convexity/points/analysis";
import { eigenvalueError, symmetricEigenvalues } from "../../../convexity/points/curvature";
import type { Landscape } from "../../../convexity/points/landscape";
import type { SurveyCenter, SurveyRow } from "../../../convexity/survey/survey";
import type { Spec } from "../../../experiment/spec";
import type { Parameters } from "../../../model/network/layout";
import { messageOf } from "../../../words/error-message";
import type { ComputeService } from "../../service/tasks";

/**
 * Evaluates one plane of a survey, and its curvature at the centre. A failure is reported in the row's status.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function evaluateSurveyPlane(
  spec: Spec,
  { activation, weightSeed }: Pick<SurveyCenter, "activation" | "weightSeed">,
  planeSeed: number,
  parameters: Parameters,
  service: ComputeService,
  signal: AbortSignal | undefined,
): Promise<SurveyRow> {
  const row = { activation, weightSeed, planeSeed };
  try {
    const { landscape } = await service.run("evaluate", { spec, parameters, extent: "slice" }, { signal });
    const center = await service.run("analyzePoint", { spec, parameters, x: 0, y: 0 }, { signal });
    const { summary } = landscape;
    return {
      ...row,
      status: "measured",
      message: "",
      classes: summary,
      nonconvex: summary["nonconvex-curvature"] + summary["nonconvex-chord"],
      lowest: findLowest(landscape),
      center: eigenvaluesAt(center),
    };
  } catch (error) {
    signal?.throwIfAborted();
    return { ...unmeasuredRow(row, "failed", messageOf(error)) };
  }
}

/** The eigenvalues at the centre; null where the loss is not finite, or there is no bound on the error. */
export function eigenvaluesAt({ xx, xy, yy, curvatureError }: PointAnalysis): SurveyRow["center"] {
  const center = { ...symmetricEigenvalues(xx, xy, yy), error: eigenvalueError(xx, xy, yy, curvatureError) };
  return Object.values(center).every(Number.isFinite) ? center : null;
}

/** A row for a plane that could not be evaluated; the survey keeps it. */
export function unmeasuredRow(
  { activation, weightSeed, planeSeed }: Pick<SurveyRow, "activation" | "weightSeed" | "planeSeed">,
  status: "diverged" | "failed",
  message: string,
): SurveyRow {
  const nothing = { classes: null, nonconvex: null, lowest: null, center: null };
  return { activation, weightSeed, planeSeed, status, message, ...nothing };
}

/** The point at which the smaller eigenvalue plus its error bound is lowest. */
export function findLowest({ xx, xy, yy, curvatureError, curvatureMin }: Landscape): SurveyRow["lowest"] {
  let lowest: SurveyRow["lowest"] = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [point, curvature] of curvatureMin.entries()) {
    const error = eigenvalueError(xx[point]!, xy[point]!, yy[point]!, curvatureError[point]!);
    if (!(curvature + error < least)) continue;
    least = curvature + error;
    lowest = { curvature, error };
  }
  return lowest;
}
