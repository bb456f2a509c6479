import type { PointClass } from "../../convexity/points/point-class";
import type { CaseLine } from "../files/case-line";
import { CLASS_COLUMNS } from "./survey-table";
import type { Cell } from "./table";

/** The columns of survey.csv: one row a case. */
export function listCaseColumns(factors: readonly string[]): string[] {
  return [
    "case",
    "hash",
    ...factors,
    "status",
    "nonconvex",
    ...Object.values(CLASS_COLUMNS),
    "lowest_curvature",
    "lowest_curvature_error",
    "center_curvature_min",
    "center_curvature_max",
    "center_curvature_error",
    "loss",
    "lambda_min",
    "lambda_max",
    "lambda_error",
    "eigenvalues_negative",
    "eigenvalues",
    "verdict",
    "verdict_scope",
    "message",
  ];
}

export function writeCaseCells(line: CaseLine, factors: readonly string[]): Cell[] {
  const { classes, lowest, center, fullHessian, verdict } = line;
  return [
    line.case,
    line.hash,
    ...factors.map((path) => writeValue(line.factors[path])),
    line.status,
    nonconvexShare(line),
    ...(Object.keys(CLASS_COLUMNS) as PointClass[]).map((name) => classes?.[name] ?? null),
    lowest?.curvature ?? null,
    lowest?.error ?? null,
    center?.min ?? null,
    center?.max ?? null,
    center?.error ?? null,
    line.loss,
    line.lambdaMin ?? fullHessian?.min ?? null,
    fullHessian?.max ?? null,
    line.lambdaMinError ?? fullHessian?.tolerance ?? null,
    fullHessian?.negative ?? null,
    fullHessian ? fullHessian.negative + fullHessian.zero + fullHessian.positive : null,
    verdict?.kind ?? null,
    verdict?.scope ?? null,
    line.message,
  ];
}

/** The fraction of a case's slice that is shown to be not convex, by curvature or by a chord. */
export function nonconvexShare({ classes }: Pick<CaseLine, "classes">): number | null {
  return classes && classes["nonconvex-curvature"] + classes["nonconvex-chord"];
}

function writeValue(value: unknown): Cell {
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value ?? null);
}
