import { LIMITS } from "../../experiment/limits";
import { type Field, type NumberField, withSections } from "./field";

/** Files and links may ask for finer grids; a slider with that range would be hard to set. */
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
    title: `Where ${axis} ${end === 0 ? "starts" : "ends"}, in lengths of its direction; 0 is at the network’s weights`,
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

/** Points on each side of a new map of the whole Hessian. Few, because each needs a Hessian and its eigenvalues. */
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
    title: "Its lowest and highest eigenvalue. They show negative curvature that the slice may not show",
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
