import type { ChordProfile } from "../../convexity/lines/chord-profile";
import { findBestChords } from "../../convexity/lines/grid-chords";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Landscape } from "../../convexity/points/landscape";
import type { Spec } from "../../experiment/spec";
import type { SlicePlace } from "../../slice/slice-place";
import { type ChordEnds, clampEnds, clampPlace } from "./chord-ends";

/** What the evidence card can show: the chord of the proof, a chord of the reader's own, the whole Hessian at a point. */
export type EvidenceKind = "proof" | "chord" | "hessian";

/** What was computed for the card; a certificate is searched for on request only. */
export type FoundEvidence =
  | { readonly kind: "proof"; readonly profile: ChordProfile }
  | { readonly kind: "chord"; readonly profile: ChordProfile; readonly ends: ChordEnds }
  | { readonly kind: "hessian"; readonly summary: HessianSummary; readonly point: SlicePlace };

export interface Evidence {
  /** Null while the card is closed. */
  readonly open: EvidenceKind | null;
  /** Null until a chord is first shown. */
  readonly ends: ChordEnds | null;
  /** Which end the next click on the surface sets. */
  readonly nextEnd: "from" | "to";
  readonly point: SlicePlace;
  readonly found: FoundEvidence | null;
  /** Progress of a slow computation, 0 to 1; else null. */
  readonly fraction: number | null;
  /** One sentence on a failure or on the certificate of the reader's own chord; else empty. */
  readonly message: string;
}

export const CLOSED_EVIDENCE: Evidence = Object.freeze<Evidence>({
  open: null,
  ends: null,
  nextEnd: "from",
  point: [0, 0],
  found: null,
  fraction: null,
  message: "",
});

/** What the reader does with the card, and what is computed for it. */
export type EvidenceAction =
  | { readonly type: "show-evidence"; readonly what: EvidenceKind | null }
  | { readonly type: "move-chord"; readonly ends: ChordEnds }
  | { readonly type: "move-point"; readonly point: SlicePlace }
  /** A point of the surface was chosen. */
  | { readonly type: "pick"; readonly point: SlicePlace }
  | { readonly type: "evidence-found"; readonly found: FoundEvidence }
  | { readonly type: "evidence-progress"; readonly fraction: number }
  | { readonly type: "evidence-said"; readonly message: string };

/** The card after an action; places are clamped to the slice. */
export function reduceEvidence(
  evidence: Evidence,
  action: EvidenceAction,
  grid: Spec["grid"],
  landscape: Landscape | null,
): Evidence {
  switch (action.type) {
    case "show-evidence":
      return openEvidence(evidence, action.what, grid, landscape);
    case "move-chord":
      return { ...evidence, ends: clampEnds(action.ends, grid), message: "" };
    case "move-point":
      return { ...evidence, point: clampPlace(action.point, grid), message: "" };
    case "pick":
      return pickPoint(evidence, clampPlace(action.point, grid));
    case "evidence-found":
      return { ...evidence, found: action.found, fraction: null, message: "" };
    case "evidence-progress":
      return { ...evidence, fraction: action.fraction };
    case "evidence-said":
      return { ...evidence, fraction: null, message: action.message };
  }
}

/** Forgets results that belong to an earlier experiment. */
export function forgetFound(evidence: Evidence): Evidence {
  return { ...evidence, found: null, fraction: null, message: "" };
}

/** Keeps the places inside the slice when its ranges change. */
export function keepInside(evidence: Evidence, grid: Spec["grid"]): Evidence {
  const point = clampPlace(evidence.point, grid);
  return { ...evidence, point, ends: evidence.ends && clampEnds(evidence.ends, grid) };
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

function openEvidence(
  evidence: Evidence,
  open: EvidenceKind | null,
  grid: Spec["grid"],
  landscape: Landscape | null,
): Evidence {
  const opened = { ...forgetFound(evidence), open };
  if (open !== "chord" || evidence.ends) return opened;
  return { ...opened, ends: suggestChord(grid, landscape), nextEnd: "from" };
}

function pickPoint(evidence: Evidence, point: SlicePlace): Evidence {
  if (evidence.open === "hessian") return { ...evidence, point, message: "" };
  if (evidence.open !== "chord" || !evidence.ends) return evidence;
  const { nextEnd } = evidence;
  const ends = { ...evidence.ends, [nextEnd]: point };
  return { ...evidence, ends, nextEnd: nextEnd === "from" ? "to" : "from", message: "" };
}
