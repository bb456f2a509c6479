import * as v from "valibot";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { LIMITS } from "../../experiment/limits";
import { describeIssue } from "../../experiment/parse";
import type { Grid } from "../../slice/grid";
import { FormatError } from "../format-error";
import type { SurfacePath } from "./surface";

/** The numbers of a result over its grid, for other programs. */
export interface GridNumbers {
  /** A curve has one row. */
  readonly grid: Grid;
  /** Each [rows · columns], NaN where there is no number, by the name that it has in files: the loss first. */
  readonly fields: ReadonlyMap<string, Float64Array>;
  /** Index into POINT_CLASSES at each point. */
  readonly classes: Uint8Array;
  /** Whether every number that is absent was not computed, as far as the result knows. */
  readonly isHoleMissing: boolean;
  /** Lines on the surface: creases, trajectories. */
  readonly paths: readonly SurfacePath[];
}

const number = v.pipe(v.number(), v.finite());
const places = (least: number, most: number) => v.pipe(v.array(number), v.minLength(least), v.maxLength(most));
const field = v.array(v.array(v.nullable(v.number())));
const pair = v.tuple([number, number]);

/** What of a result is read here; it may have any other field. */
const Schema = v.object({
  format: v.literal("losscape-result"),
  version: v.literal(1),
  x: places(LIMITS.columns.min, LIMITS.columns.max),
  y: places(1, LIMITS.rows.max),
  loss: field,
  curvature: v.object({ xx: field, xy: field, yy: field, min: field, max: field }),
  errorBounds: v.optional(v.object({ loss: field, curvature: field })),
  classes: v.array(v.array(v.picklist(POINT_CLASSES))),
  creases: v.optional(v.array(v.object({ points: v.array(pair) }))),
  surface: v.optional(
    v.object({
      missing: v.number(),
      paths: v.optional(v.array(v.object({ name: v.string(), points: v.array(pair) }))),
    }),
  ),
});

/** @throws FormatError with one sentence that names the field */
export function readGridNumbers(content: unknown): GridNumbers {
  const parsed = v.safeParse(Schema, content, { abortEarly: true });
  if (!parsed.success) throw new FormatError(describeIssue("result", parsed.issues[0]));
  const { x, y, loss, curvature, errorBounds, classes, creases = [], surface } = parsed.output;
  const grid = { columns: x.length, rows: y.length, x: Float64Array.from(x), y: Float64Array.from(y) };
  checkOrder("x", grid.x);
  checkOrder("y", grid.y);
  const flatten = (name: string, rows: readonly (readonly unknown[])[]) => {
    if (rows.length !== grid.rows || rows.some((row) => row.length !== grid.columns)) {
      throw new FormatError(`result.${name}: is not of ${grid.rows} rows and ${grid.columns} columns`);
    }
    return rows.flat();
  };
  const fields = new Map<string, Float64Array>();
  const add = (file: string, name: string, rows: (number | null)[][]) =>
    fields.set(
      file,
      Float64Array.from(flatten(name, rows) as (number | null)[], (value) => value ?? Number.NaN),
    );
  add("loss", "loss", loss);
  if (errorBounds) add("loss_error", "errorBounds.loss", errorBounds.loss);
  for (const name of ["xx", "xy", "yy", "min", "max"] as const) {
    add(`curvature_${name}`, `curvature.${name}`, curvature[name]);
  }
  if (errorBounds) add("curvature_error", "errorBounds.curvature", errorBounds.curvature);
  const names = flatten("classes", classes) as (typeof POINT_CLASSES)[number][];
  return {
    grid,
    fields,
    classes: Uint8Array.from(names, (name) => POINT_CLASSES.indexOf(name)),
    isHoleMissing: surface !== undefined && surface.missing === names.filter((name) => name === "not-finite").length,
    paths: [...creases.map(({ points }) => ({ name: "crease", points })), ...(surface?.paths ?? [])],
  };
}

function checkOrder(name: string, values: Float64Array): void {
  if (values.some((value, i) => i > 0 && value <= values[i - 1]!)) {
    throw new FormatError(`result.${name}: is not in increasing order`);
  }
}
