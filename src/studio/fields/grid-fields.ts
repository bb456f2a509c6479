import { LIMITS } from "../../experiment/limits";
import { type Field, type NumberField, withSections } from "./field";

/** Finer grids are read from files and links; a slider that reaches them would only be hard to aim. */
const PAGE_LIMIT = { min: LIMITS.columns.min, max: 513 };

function countField(key: "columns" | "rows", axis: "x" | "y"): NumberField {
  return {
    kind: "number",
    group: "Grid",
    label: key === "columns" ? "Columns" : "Rows",
    title: `Points along ${axis}, up to 513`,
    limit: PAGE_LIMIT,
    whole: true,
    slider: PAGE_LIMIT,
    read: ({ grid }) => grid[key],
    write: (spec, value) => withSections(spec, { grid: { ...spec.grid, [key]: value } }),
  };
}

function rangeField(axis: "x" | "y", end: 0 | 1): NumberField {
  const key = axis === "x" ? "xRange" : "yRange";
  return {
    kind: "number",
    group: "Grid",
    label: `${axis} ${end === 0 ? "from" : "to"}`,
    title: `Where ${axis} ${end === 0 ? "starts" : "ends"}, in lengths of its direction; 0 is the network itself`,
    limit: LIMITS.range,
    whole: false,
    step: 0.1,
    read: ({ grid }) => grid[key][end],
    write: (spec, value) => {
      const range: [number, number] = [spec.grid[key][0], spec.grid[key][1]];
      range[end] = value;
      return withSections(spec, { grid: { ...spec.grid, [key]: range } });
    },
  };
}

/** Points a side of a new map of the whole Hessian: each costs a Hessian and its eigenvalues. */
const FRESH_MAP = 9;

function hessianCountField(key: "columns" | "rows"): NumberField {
  return {
    kind: "number",
    group: "Grid",
    label: key === "columns" ? "Map columns" : "Map rows",
    title: "Points of the map of the whole Hessian",
    limit: LIMITS.hessianColumns,
    whole: true,
    read: ({ fullHessian }) => (typeof fullHessian === "string" ? null : fullHessian[key]),
    write: (spec, value) =>
      typeof spec.fullHessian === "string"
        ? spec
        : withSections(spec, { fullHessian: { ...spec.fullHessian, [key]: value } }),
  };
}

export const GRID_FIELDS = {
  columns: countField("columns", "x"),
  rows: countField("rows", "y"),
  xFrom: rangeField("x", 0),
  xTo: rangeField("x", 1),
  yFrom: rangeField("y", 0),
  yTo: rangeField("y", 1),
  fullHessian: {
    kind: "choice",
    group: "Grid",
    label: "Whole Hessian",
    title: "Its lowest and highest eigenvalue: a slice can look convex where the loss is not",
    options: { "Not computed": "none", "At the centre": "center", "As a map": "map" },
    read: ({ fullHessian }) => (typeof fullHessian === "string" ? fullHessian : "map"),
    write: (spec, value) => {
      if (value !== "map") return withSections(spec, { fullHessian: value === "center" ? "center" : "none" });
      if (typeof spec.fullHessian !== "string") return spec;
      return withSections(spec, { fullHessian: { columns: FRESH_MAP, rows: FRESH_MAP } });
    },
  },
  hessianColumns: hessianCountField("columns"),
  hessianRows: hessianCountField("rows"),
} as const satisfies Record<string, Field>;
