import type { ChordProfile } from "../../convexity/lines/chord-profile";
import { findBestChords } from "../../convexity/lines/grid-chords";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import type { Spec } from "../../experiment/spec";
import type { SlicePlace } from "../../slice/slice-place";

/** What the evidence card can show: the chord of the proof, a chord of the reader's own, the whole Hessian at a point. */
export type Inspection = "proof" | "chord" | "hessian";

/** The ends of a chord in slice coordinates. */
export interface ChordEnds {
  readonly from: SlicePlace;
  readonly to: SlicePlace;
}

/** What was computed for the card; a certificate is searched for on request only. */
export type InspectionFound =
  | { readonly kind: "proof"; readonly profile: ChordProfile }
  | { readonly kind: "chord"; readonly profile: ChordProfile; readonly ends: ChordEnds }
  | { readonly kind: "hessian"; readonly summary: HessianSummary; readonly point: SlicePlace };

export interface Inspector {
  /** Null while the card is closed. */
  readonly open: Inspection | null;
  /** Null until a chord is first shown. */
  readonly ends: ChordEnds | null;
  /** Which end the next click on the surface sets. */
  readonly nextEnd: "from" | "to";
  readonly point: SlicePlace;
  readonly found: InspectionFound | null;
  /** Progress of a slow computation, 0 to 1; else null. */
  readonly fraction: number | null;
  /** One sentence on a failure or on the certificate of the reader's own chord; else empty. */
  readonly message: string;
}

export const CLOSED_INSPECTOR: Inspector = Object.freeze<Inspector>({
  open: null,
  ends: null,
  nextEnd: "from",
  point: [0, 0],
  found: null,
  fraction: null,
  message: "",
});

/** What the reader does with the card, and what is computed for it. */
export type InspectorAction =
  | { readonly type: "inspect"; readonly what: Inspection | null }
  | { readonly type: "move-chord"; readonly ends: ChordEnds }
  | { readonly type: "move-point"; readonly point: SlicePlace }
  /** A point of the surface was chosen. */
  | { readonly type: "pick"; readonly point: SlicePlace }
  | { readonly type: "inspected"; readonly found: InspectionFound }
  | { readonly type: "inspecting"; readonly fraction: number }
  | { readonly type: "inspection-said"; readonly message: string };

/** The card after an action; places are clamped to the slice. */
export function reduceInspector(
  inspector: Inspector,
  action: InspectorAction,
  grid: Spec["grid"],
  landscape: Landscape | null,
): Inspector {
  switch (action.type) {
    case "inspect":
      return openInspector(inspector, action.what, grid, landscape);
    case "move-chord":
      return { ...inspector, ends: clampEnds(action.ends, grid), message: "" };
    case "move-point":
      return { ...inspector, point: clampPlace(action.point, grid), message: "" };
    case "pick":
      return pickPoint(inspector, clampPlace(action.point, grid));
    case "inspected":
      return { ...inspector, found: action.found, fraction: null, message: "" };
    case "inspecting":
      return { ...inspector, fraction: action.fraction };
    case "inspection-said":
      return { ...inspector, fraction: null, message: action.message };
  }
}

/** Forgets results that belong to an earlier experiment. */
export function forgetFound(inspector: Inspector): Inspector {
  return { ...inspector, found: null, fraction: null, message: "" };
}

/** Keeps the places inside the slice when its ranges change. */
export function keepInside(inspector: Inspector, grid: Spec["grid"]): Inspector {
  const point = clampPlace(inspector.point, grid);
  return { ...inspector, point, ends: inspector.ends && clampEnds(inspector.ends, grid) };
}

/** The grid chord that shows most clearly that the loss is not convex; where there is none, a chord across the middle of the slice. */
export function suggestChord(grid: Spec["grid"], landscape: Landscape | null): ChordEnds {
  const [best] = landscape ? findBestChords(landscape, landscape.grid, 1) : [];
  if (!landscape || !best) {
    const y = (grid.yRange[0] + grid.yRange[1]) / 2;
    const quarter = (grid.xRange[1] - grid.xRange[0]) / 4;
    return { from: [grid.xRange[0] + quarter, y], to: [grid.xRange[1] - quarter, y] };
  }
  const place = (side: 1 | -1): SlicePlace => [
    landscape.grid.x[best.column + side * best.columns]!,
    landscape.grid.y[best.row + side * best.rows]!,
  ];
  return clampEnds({ from: place(-1), to: place(1) }, grid);
}

function openInspector(
  inspector: Inspector,
  open: Inspection | null,
  grid: Spec["grid"],
  landscape: Landscape | null,
): Inspector {
  const opened = { ...forgetFound(inspector), open };
  if (open !== "chord" || inspector.ends) return opened;
  return { ...opened, ends: suggestChord(grid, landscape), nextEnd: "from" };
}

function pickPoint(inspector: Inspector, point: SlicePlace): Inspector {
  if (inspector.open === "hessian") return { ...inspector, point, message: "" };
  if (inspector.open !== "chord" || !inspector.ends) return inspector;
  const { nextEnd } = inspector;
  const ends = { ...inspector.ends, [nextEnd]: point };
  return { ...inspector, ends, nextEnd: nextEnd === "from" ? "to" : "from", message: "" };
}

export function clampEnds({ from, to }: ChordEnds, grid: Spec["grid"]): ChordEnds {
  return { from: clampPlace(from, grid), to: clampPlace(to, grid) };
}

export function clampPlace([x, y]: SlicePlace, { xRange, yRange }: Spec["grid"]): SlicePlace {
  return [clamp(x, xRange), clamp(y, yRange)];
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : (low + high) / 2;
}
