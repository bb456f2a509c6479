import type { Certificate } from "../convexity/certificate/schema";
import { type Landscape, POINT_CLASSES, type PointClass } from "../convexity/landscape";
import type { Verdict } from "../convexity/verdict";
import type { BackendInfo } from "../landscape/landscape";
import type { Spec } from "../spec/schema";

/** A number as JSON holds it: null where it is not finite. */
type JsonNumber = number | null;
type Field<Entry = JsonNumber> = Entry[][];

/** The contract's result file, version 1. Fields are [row][column]. */
export interface ResultDocument {
  readonly format: "losscape-result";
  readonly version: 1;
  /** Slice coordinates, [columns] and [rows]. */
  readonly x: number[];
  readonly y: number[];
  readonly loss: Field;
  readonly curvature: Readonly<Record<"xx" | "xy" | "yy" | "min" | "max", Field>>;
  /** Bounds on the errors of the loss and of each of xx, xy, yy (an addition to the contract). */
  readonly errorBounds: Readonly<Record<"loss" | "curvature", Field>>;
  readonly classes: Field<PointClass>;
  readonly summary: Readonly<Record<PointClass, number>>;
  readonly verdict: Verdict;
  /** Proves that the whole loss is not convex; null where no proof was found. */
  readonly certificate: Certificate | null;
  readonly backend: BackendInfo;
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
  /** The spec as run, trained weights put in: it can be run again. */
  readonly spec: Spec;
}

export interface ResultParts {
  readonly landscape: Landscape;
  readonly verdict: Verdict;
  readonly certificate: Certificate | null;
  readonly timings: Readonly<Record<string, number>>;
  readonly spec: Spec;
}

/** Writes a result as the contract's document. */
export function writeResult({ landscape, verdict, certificate, timings, spec }: ResultParts): ResultDocument {
  const { grid, backend } = landscape;
  const rows = (values: Float64Array) => splitRows(values, grid.columns, toJsonNumber);
  return {
    format: "losscape-result",
    version: 1,
    x: [...grid.x],
    y: [...grid.y],
    loss: rows(landscape.loss),
    curvature: {
      xx: rows(landscape.xx),
      xy: rows(landscape.xy),
      yy: rows(landscape.yy),
      min: rows(landscape.curvatureMin),
      max: rows(landscape.curvatureMax),
    },
    errorBounds: { loss: rows(landscape.lossError), curvature: rows(landscape.curvatureError) },
    classes: splitRows(landscape.classes, grid.columns, (index) => POINT_CLASSES[index]!),
    summary: landscape.summary,
    verdict,
    certificate,
    backend,
    timings,
    spec,
  };
}

function toJsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : null;
}

function splitRows<Entry>(values: Float64Array | Uint8Array, columns: number, convert: (value: number) => Entry): Entry[][] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), convert),
  );
}

/** Reads the landscape back from a result document, so that it can be shown without being computed again. */
export function readLandscape(result: ResultDocument): Landscape {
  const field = (entries: Field, missing: number) =>
    Float64Array.from(entries.flat(), (entry) => entry ?? missing);
  return {
    grid: {
      columns: result.x.length,
      rows: result.y.length,
      x: Float64Array.from(result.x),
      y: Float64Array.from(result.y),
    },
    loss: field(result.loss, Number.NaN),
    lossError: field(result.errorBounds.loss, Number.POSITIVE_INFINITY),
    xx: field(result.curvature.xx, Number.NaN),
    xy: field(result.curvature.xy, Number.NaN),
    yy: field(result.curvature.yy, Number.NaN),
    curvatureError: field(result.errorBounds.curvature, Number.POSITIVE_INFINITY),
    curvatureMin: field(result.curvature.min, Number.NaN),
    curvatureMax: field(result.curvature.max, Number.NaN),
    classes: Uint8Array.from(result.classes.flat(), (name) => POINT_CLASSES.indexOf(name)),
    summary: result.summary,
    backend: result.backend,
  };
}
