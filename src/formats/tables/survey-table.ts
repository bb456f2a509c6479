import type { PointClass } from "../../convexity/points/point-class";
import type { SurveyCenter, SurveyFindings, SurveyRow } from "../../convexity/survey/survey";
import { type Cell, writeCsv } from "./table";

export const CLASS_COLUMNS: Readonly<Record<PointClass, string>> = {
  "nonconvex-curvature": "nonconvex_curvature",
  "nonconvex-chord": "nonconvex_chord",
  convex: "convex",
  undecided: "undecided",
  "not-finite": "not_finite",
};

/** A survey as a table: one row for each plane, with the data of its centre. A missing value is an empty cell. */
export function writeSurveyCsv({ centers, rows }: SurveyFindings): string {
  const byKey = new Map(centers.map((center) => [centerKey(center), center]));
  const records = rows.map((row) => ({
    ...writePlane(row),
    ...writeCenter(byKey.get(centerKey(row))),
    message: row.message,
  }));
  return writeCsv(Object.keys(records[0] ?? {}), records.map(Object.values));
}

function centerKey({ activation, weightSeed }: Pick<SurveyRow, "activation" | "weightSeed">): string {
  return `${activation} ${weightSeed}`;
}

function writePlane(row: SurveyRow): Record<string, Cell> {
  const classes = Object.entries(CLASS_COLUMNS).map(
    ([name, column]) => [column, row.classes?.[name as PointClass] ?? null] as const,
  );
  return {
    activation: row.activation,
    weight_seed: row.weightSeed,
    plane_seed: row.planeSeed,
    status: row.status,
    nonconvex: row.nonconvex,
    ...Object.fromEntries(classes),
    lowest_curvature: row.lowest?.curvature ?? null,
    lowest_curvature_error: row.lowest?.error ?? null,
    center_curvature_min: row.center?.min ?? null,
    center_curvature_max: row.center?.max ?? null,
    center_curvature_error: row.center?.error ?? null,
  };
}

function writeCenter(center: SurveyCenter | undefined): Record<string, Cell> {
  const hessian = center?.hessian;
  return {
    steps: center?.step ?? null,
    loss: center?.loss ?? null,
    lambda_min: hessian?.min ?? null,
    lambda_max: hessian?.max ?? null,
    lambda_error: hessian?.tolerance ?? null,
    eigenvalues_negative: hessian?.negative ?? null,
    eigenvalues: hessian ? hessian.negative + hessian.zero + hessian.positive : null,
  };
}
