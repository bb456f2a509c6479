import { classifySamples, isEven } from "../../convexity/points/classify-samples";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { formatExact } from "../../words/numbers";
import { toJsonNumber } from "../files/json-number";
import { type ResultDocument, splitRows } from "../files/result-file";
import type { Surface, SurfacePath } from "./surface";

/** The contract's result of a surface that another program computed: what is unknown is absent, and `surface` says where its numbers are from. */
export interface SurfaceResult
  extends Pick<
    ResultDocument,
    | "format"
    | "version"
    | "x"
    | "y"
    | "loss"
    | "curvature"
    | "classes"
    | "summary"
    | "verdict"
    | "certificate"
    | "plane"
  > {
  readonly surface: {
    readonly program: string;
    readonly file: string;
    readonly datasets: readonly string[];
    readonly chosen: string;
    /** The number of points that were not computed; their loss is null. */
    readonly missing: number;
    readonly notes: readonly string[];
    /** Lines on the surface that its files tell of (an addition to the contract). */
    readonly paths: readonly SurfacePath[];
  };
}

const CLASSES_NOTE =
  "Curvature is by finite differences, whose error is unknown. Classes hold for these numbers: only a chord decides, and only by more than the rounding of the stored numbers.";
const UNEVEN_NOTE = "The grid is not evenly spaced, so chords are tried along the axes alone.";

/** @param file  the name of the surface's file */
export function writeSurfaceResult(surface: Surface, file: string): SurfaceResult {
  const { program, grid, loss, rounding, datasets, chosen, missing, notes, paths, plane } = surface;
  const lossError = loss.map((value) => (Number.isNaN(value) ? 0 : rounding * Math.abs(value)));
  const sampled = classifySamples({ grid, loss, lossError });
  const rows = (values: Float64Array) => splitRows(values, grid.columns, toJsonNumber);
  const uneven = isEven(grid.x) && isEven(grid.y) ? [] : [UNEVEN_NOTE];
  return {
    format: "losscape-result",
    version: 1,
    x: [...grid.x],
    y: [...grid.y],
    loss: rows(loss),
    curvature: {
      xx: rows(sampled.xx),
      xy: rows(sampled.xy),
      yy: rows(sampled.yy),
      min: rows(sampled.min),
      max: rows(sampled.max),
    },
    classes: splitRows(sampled.classes, grid.columns, (index) => POINT_CLASSES[index]!),
    summary: sampled.summary,
    verdict: { kind: "undecided", scope: "slice", reason: describe(sampled.classes) },
    certificate: null,
    plane,
    surface: { program, file, datasets, chosen, missing, notes: [...notes, CLASSES_NOTE, ...uneven], paths },
  };
}

function describe(classes: Uint8Array): string {
  const chords = classes.reduce((count, index) => count + (POINT_CLASSES[index] === "nonconvex-chord" ? 1 : 0), 0);
  if (chords === 0) return "No chord of these numbers disproves convexity, and numbers at points cannot prove it.";
  const points = chords === 1 ? "1 point lies" : `${formatExact(chords)} points lie`;
  return `For these numbers the slice is not convex: ${points} above a chord of two others; the numbers' own errors are unknown.`;
}
