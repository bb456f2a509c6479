/** The outcomes of a case, in the order of their numbers in a column; 0 is a case without a line. */
export const CASE_STATUSES = ["gap", "measured", "diverged", "failed"] as const;
export const VERDICTS = ["none", "not-convex", "convex-by-theorem", "undecided"] as const;
/** The sign of the smaller eigenvalue of the slice's Hessian at the centre, beyond its error bound. */
export const CENTER_SIGNS = ["unknown", "below", "not-below", "undecided"] as const;

/** What statistics need of many cases: a column a quantity, by the number of the case. */
export interface CaseColumns {
  readonly count: number;
  /** Index into CASE_STATUSES. */
  readonly status: Uint8Array;
  /** The fraction of the slice that is shown to be not convex, and the fraction that is undecided; NaN where it was not measured. */
  readonly nonconvex: Float64Array;
  readonly undecided: Float64Array;
  /** λmin of the whole Hessian at the centre, 0 within its bound; NaN where it was not measured. */
  readonly lambdaMin: Float64Array;
  /** Index into VERDICTS. */
  readonly verdict: Uint8Array;
  /** Index into CENTER_SIGNS. */
  readonly center: Uint8Array;
}

export function makeColumns(count: number): CaseColumns {
  return {
    count,
    status: new Uint8Array(count),
    nonconvex: new Float64Array(count).fill(Number.NaN),
    undecided: new Float64Array(count).fill(Number.NaN),
    lambdaMin: new Float64Array(count).fill(Number.NaN),
    verdict: new Uint8Array(count),
    center: new Uint8Array(count),
  };
}

/** What a column holds of one case. */
export interface ColumnCase {
  readonly status: (typeof CASE_STATUSES)[number];
  readonly nonconvex: number | null;
  readonly undecided: number | null;
  readonly lambdaMin: number | null;
  readonly verdict: (typeof VERDICTS)[number];
  readonly center: { readonly min: number; readonly error: number } | null;
}

export function fillColumns(columns: CaseColumns, index: number, found: ColumnCase): void {
  columns.status[index] = CASE_STATUSES.indexOf(found.status);
  columns.nonconvex[index] = found.nonconvex ?? Number.NaN;
  columns.undecided[index] = found.undecided ?? Number.NaN;
  columns.lambdaMin[index] = found.lambdaMin ?? Number.NaN;
  columns.verdict[index] = VERDICTS.indexOf(found.verdict);
  columns.center[index] = CENTER_SIGNS.indexOf(signOfCenter(found.center));
}

function signOfCenter(center: ColumnCase["center"]): (typeof CENTER_SIGNS)[number] {
  if (center === null) return "unknown";
  if (center.min + center.error < 0) return "below";
  return center.min - center.error >= 0 ? "not-below" : "undecided";
}
