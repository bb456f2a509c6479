import type { Certificate } from "../../convexity/certificate/schema";
import type { Crease, CreaseSet } from "../../convexity/creases/crease-set";
import { type FullHessian, type HessianSummary, settleExtremes } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../convexity/points/point-class";
import type { Verdict } from "../../convexity/verdict/verdict";
import type { Spec } from "../../experiment/spec";
import type { BackendInfo } from "../../slice/backend-info";
import { makeGrid } from "../../slice/grid";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { type JsonNumber, toJsonNumber } from "./json-number";

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
  /** A proof that the whole loss is not convex; null where none was found. */
  readonly certificate: Certificate | null;
  /** The lines in slice coordinates where a unit switches for a sample, the strongest first. Absent in older files. */
  readonly creases?: readonly Crease[];
  /** Numbers of what `creases` leaves out (an addition to the contract): weaker lines, and unexamined pairs of a sample and a unit. */
  readonly creasesLeftOut?: { readonly omitted: number; readonly unexamined: number };
  /** The whole Hessian at the centre and, where the spec requests a grid, λmin and λmax over it, [row][column] over the slice's ranges. */
  readonly fullHessian?: FullHessianDocument | null;
  /**
   * Lengths and angle of the directions in weight space (an addition to the contract). For a `trajectory-pca` plane also the shares of the
   * trajectory's variance that x and y explain, 0 to 1; `spec` contains that plane as given directions. Absent in older files.
   */
  readonly plane?: (Partial<PlaneMeasure> & { readonly explained?: readonly [number, number] }) | null;
  /** Where samples are kept for a test (an addition to the contract): the loss and the accuracy of both sets. */
  readonly sets?: SetsDocument;
  readonly backend: BackendInfo;
  /** Milliseconds. */
  readonly timings: Readonly<Record<string, number>>;
  /** The spec as run, with the trained weights in it, so that it can be run again. */
  readonly spec: Spec;
}

/** Loss, l2 included, and accuracy, 0 to 1, over one set; the accuracy is null where the targets are not classes. */
export interface SetDocument {
  readonly samples: number;
  readonly loss: JsonNumber;
  readonly accuracy: JsonNumber;
}

interface SetsDocument {
  /** The set whose landscape this is. */
  readonly evaluated: "train" | "test";
  readonly train: SetDocument;
  readonly test: SetDocument;
  /** The same along the training; absent for given weights. */
  readonly log?: readonly { readonly step: number; readonly train: SetDocument; readonly test: SetDocument }[];
}

/** `center` has the contract's fields and, added to it, `trace`, `tolerance`, `computedMin`, `computedMax` and `provedNegative`. */
export interface FullHessianDocument {
  readonly center: {
    readonly [Key in keyof HessianSummary]: HessianSummary[Key] extends number ? JsonNumber : HessianSummary[Key];
  };
  readonly min?: Field;
  readonly max?: Field;
}

export interface ResultParts {
  readonly landscape: Landscape;
  readonly verdict: Verdict;
  readonly certificate: Certificate | null;
  readonly creases: CreaseSet;
  readonly fullHessian: FullHessian | null;
  /** The shares of the trajectory's variance that x and y explain, where the plane is that of its principal components. */
  readonly explained?: readonly [number, number] | null;
  readonly measure: PlaneMeasure | null;
  /** Where samples are kept for a test: loss and accuracy of both sets at the centre, and along the training. */
  readonly sets?: Omit<SetsDocument, "evaluated"> | null;
  readonly timings: Readonly<Record<string, number>>;
  readonly spec: Spec;
}

/** Most points of all creases in a file: traced lines on a fine grid have very many. */
export const MOST_CREASE_POINTS = 400_000;

/**
 * Writes a result as the contract's document. The longest possible document is shorter than the longest file that is read;
 * tests/unit/formats/files/file-limits.test.ts adds up its parts.
 */
export function writeResult(parts: ResultParts): ResultDocument {
  const { landscape, verdict, certificate, fullHessian, explained, measure, timings, spec } = parts;
  const creases = keepStrongest(parts.creases);
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
    creases: creases.creases,
    creasesLeftOut: { omitted: creases.omitted, unexamined: creases.unexamined },
    fullHessian: fullHessian === null ? null : writeFullHessian(fullHessian),
    plane: measure || explained ? { ...measure, ...(explained ? { explained } : {}) } : null,
    ...(parts.sets ? { sets: { evaluated: spec.dataset.evaluate ?? "train", ...parts.sets } } : {}),
    backend,
    timings,
    spec,
  };
}

/** Keeps the strongest creases, as many as fit in a file, and counts the others. */
function keepStrongest({ creases, omitted, unexamined }: CreaseSet): CreaseSet {
  let points = 0;
  const last = creases.findIndex((crease) => {
    points += crease.points.length;
    return points > MOST_CREASE_POINTS;
  });
  const kept = last < 0 ? creases : creases.slice(0, last);
  return { creases: kept, omitted: omitted + creases.length - kept.length, unexamined };
}

function writeFullHessian({ center, map }: FullHessian): FullHessianDocument {
  const document = {
    center: {
      ...center,
      min: toJsonNumber(center.min),
      max: toJsonNumber(center.max),
      trace: toJsonNumber(center.trace),
      computedMin: toJsonNumber(center.computedMin),
      computedMax: toJsonNumber(center.computedMax),
      tolerance: toJsonNumber(center.tolerance),
    },
  };
  if (map === null) return document;
  const rows = (values: Float64Array) => splitRows(values, map.grid.columns, toJsonNumber);
  return { ...document, min: rows(map.min), max: rows(map.max) };
}

/** Reads the creases; an older file has none. */
export function readCreases({ creases, creasesLeftOut }: ResultDocument): CreaseSet {
  return { creases: creases ?? [], omitted: creasesLeftOut?.omitted ?? 0, unexamined: creasesLeftOut?.unexamined ?? 0 };
}

/** Reads the shares of the trajectory's variance that x and y explain; null where the plane is of another kind, or the file is older. */
export function readExplained({ plane }: ResultDocument): readonly [number, number] | null {
  return plane?.explained ?? null;
}

/** Reads the whole Hessian, without its eigenvectors; null where it was not requested, or the file is older. */
export function readFullHessian({ fullHessian, x, y }: ResultDocument): FullHessian | null {
  if (!fullHessian) return null;
  const { center, min, max } = fullHessian;
  // Older files give the computed numbers as min and max. Where a file has no tolerance, its numbers are taken as they are.
  const settled = settleExtremes({
    negative: center.negative ?? 0,
    zero: center.zero ?? 0,
    positive: center.positive ?? 0,
    trace: center.trace ?? Number.NaN,
    computedMin: center.computedMin ?? center.min ?? Number.NaN,
    computedMax: center.computedMax ?? center.max ?? Number.NaN,
    tolerance: center.tolerance ?? 0,
    provedNegative: center.provedNegative ?? false,
  });
  const summary: HessianSummary = { ...settled, tolerance: center.tolerance ?? Number.POSITIVE_INFINITY };
  if (!min || !max) return { center: summary, map: null, vectors: null };
  const field = (entries: Field) => Float64Array.from(entries.flat(), (entry) => entry ?? Number.NaN);
  const grid = makeGrid({
    columns: min[0]?.length ?? 0,
    rows: min.length,
    xRange: [x[0]!, x.at(-1)!],
    yRange: [y[0]!, y.at(-1)!],
  });
  return { center: summary, map: { grid, min: field(min), max: field(max) }, vectors: null };
}

/** Reads lengths and angle of the directions in weight space; null where the file is older, or its numbers are impossible. */
export function readPlaneMeasure({ plane }: Pick<ResultDocument, "plane">): PlaneMeasure | null {
  if (!plane) return null;
  const { xNorm = 0, yNorm = 0, cosine = 2 } = plane;
  const areLengths = [xNorm, yNorm].every((length) => Number.isFinite(length) && length > 0);
  return areLengths && Math.abs(cosine) <= 1 ? { xNorm, yNorm, cosine } : null;
}

export function splitRows<Entry>(
  values: Float64Array | Uint8Array,
  columns: number,
  convert: (value: number) => Entry,
): Entry[][] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns), convert),
  );
}

type LandscapeDocument = Pick<
  ResultDocument,
  "x" | "y" | "loss" | "curvature" | "errorBounds" | "classes" | "summary" | "backend"
>;

/** Reads the landscape from a result document, so that it can be shown without computing it again. */
export function readLandscape(result: LandscapeDocument): Landscape {
  const field = (entries: Field, missing: number) => Float64Array.from(entries.flat(), (entry) => entry ?? missing);
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
