import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { Landscape } from "../../convexity/points/landscape";
import type { PointClass } from "../../convexity/points/point-class";
import type { View } from "../../experiment/view";
import { formatAtLeast, formatExact, formatFraction, formatNumber } from "../../words/numbers";
import { sampleColorMap } from "../colors/color-map";
import { chooseCreases, MOST_DRAWN_LINES } from "../overlays/crease-lines";
import type { SceneChord } from "../overlays/scene-chord";
import type { SceneOverlays } from "../overlays/scene-overlays";
import type { ColorLook } from "../picture/picture-options";
import { type CurvatureScale, fitCurvatureScale } from "../scales/curvature-scale";
import { countClipped, fitLossScale, type LossScale } from "../scales/loss-scale";
import type { LegendContent, LegendLine, LegendRamp, Swatch } from "./legend-content";
import { describeOverlays, listOverlayLines } from "./legend-overlays";

/** Lines drawn on the surface in addition to the landscape. */
export interface LegendAdditions {
  /** All creases found: the legend also counts those that are not drawn. */
  readonly creases?: CreaseSet | null;
  readonly chord?: SceneChord | null;
  readonly overlays?: SceneOverlays;
}

export const CLASS_LEGENDS: Readonly<Record<PointClass, { readonly label: string; readonly swatch: Swatch }>> = {
  "nonconvex-curvature": { label: "not convex: curvature", swatch: "hatch-rising" },
  "nonconvex-chord": { label: "not convex: chord", swatch: "hatch-falling" },
  convex: { label: "convex here", swatch: "plain" },
  undecided: { label: "undecided", swatch: "stipple" },
  "not-finite": { label: "loss not finite", swatch: "hole" },
};
export const CLASS_ORDER = Object.keys(CLASS_LEGENDS) as PointClass[];
const RAMP_COLORS = 33;

export function listRampColors(look: ColorLook): string[] {
  return Array.from({ length: RAMP_COLORS }, (_, index) => sampleColorMap(look, index / (RAMP_COLORS - 1)));
}

export function describeLossRamp(scale: LossScale, view: View): LegendRamp {
  const colors = listRampColors(view);
  return {
    name: scale.map === "linear" || scale.flat ? "loss" : `loss, bent by ${scale.map}`,
    colors: scale.flat ? colors.fill(sampleColorMap(view, 0.5)) : colors,
    ticks: scale.ticks.major.map((loss) => ({ position: scale.levelOf(loss), text: formatNumber(loss, 4) })),
    fineTicks: view.contours ? scale.ticks.minor.map(scale.levelOf) : [],
  };
}

export function describeCurvatureRamp(scale: CurvatureScale, view: View): LegendRamp {
  return {
    name: "lowest curvature λmin of the slice",
    colors: listRampColors(view),
    ticks: scale.ticks.map((value) => ({ position: scale.positionOf(value), text: formatNumber(value) })),
    fineTicks: [],
  };
}

export function describeContours(scale: LossScale): string | null {
  const { major, minor } = scale.ticks;
  const [first, second] = major;
  if (scale.flat || first === undefined) return null;
  if (scale.map !== "linear" || second === undefined) {
    return `Contours at ${major.map((loss) => formatNumber(loss, 4)).join(", ")}; fine ones at round losses between.`;
  }
  const coarse = second - first;
  const fine = minor.map((loss) => Math.abs(loss - first)).reduce((a, b) => Math.min(a, b), coarse);
  return `Contours of the loss every ${formatNumber(coarse)}, fine ones every ${formatNumber(fine)}.`;
}

function listLines(view: View, { creases, chord, overlays }: LegendAdditions): LegendLine[] {
  const lines: LegendLine[] = [];
  const drawn = chooseCreases(creases ?? null, view.creases).map(({ crease }) => crease.kind);
  for (const kind of ["concave", "convex"] as const) {
    const count = drawn.filter((other) => other === kind).length;
    if (count > 0) lines.push({ label: `crease, ${kind}`, swatch: `crease-${kind}`, value: formatExact(count) });
  }
  if (chord?.proved) lines.push({ label: "chord of the certificate", swatch: "chord-proved", value: "" });
  else if (chord) lines.push({ label: "chord tried", swatch: "chord-tried", value: "" });
  if (overlays) lines.push(...listOverlayLines(overlays));
  return lines;
}

function describeCreases(view: View, { creases }: LegendAdditions): string | null {
  if (view.creases === false || !creases || creases.creases.length === 0) return null;
  const drawn = chooseCreases(creases, view.creases);
  const total = creases.creases.length + creases.omitted;
  if (drawn.length === 0) return `${formatExact(total)} creases are not drawn: too many to read.`;
  const count =
    drawn.length < total
      ? `The strongest ${MOST_DRAWN_LINES} lines of ${formatExact(total)} creases`
      : total === 1
        ? "One crease"
        : `All ${formatExact(total)} creases`;
  const exact = drawn.filter(({ crease }) => crease.exact).length;
  const how =
    exact === drawn.length ? "exact" : exact === 0 ? "traced" : "exact in the first layer, traced in deeper ones";
  const unexamined = creases.unexamined > 0 ? " Some samples were not examined." : "";
  return `${count}; ${how}.${unexamined}`;
}

function describeChord({ gap: { value, error } }: SceneChord): string {
  const side = value < 0 ? "below" : "above";
  const height = value > error ? `at least ${formatAtLeast(value, error)}` : formatNumber(Math.abs(value));
  return `At the chord's middle the loss is ${height} ${side} the mean of its ends.`;
}

/** "Cut flat at 3.2; the loss rises to 211: 4.2 % of points." */
export function describeCut({ high, peak }: LossScale, share: string): string {
  return `Cut flat at ${formatNumber(high)}; the loss rises to ${formatNumber(peak)}: ${share}.`;
}

function listNotes(landscape: Landscape, scale: LossScale): string[] {
  const notes: string[] = [];
  const total = landscape.loss.length;
  const clipped = countClipped(landscape.loss, scale);
  const share = (count: number) => formatFraction(count / total);
  if (scale.flat && Number.isFinite(scale.low)) notes.push(`The loss is ${formatNumber(scale.low)} everywhere here.`);
  if (scale.map !== scale.requested)
    notes.push(`Height is linear: a ${scale.requested} scale needs a positive loss, and no loss here is positive.`);
  if (clipped.above > 0) notes.push(describeCut(scale, `${share(clipped.above)} of points`));
  if (clipped.below > 0) notes.push(`Cut off below ${formatNumber(scale.low)}: ${share(clipped.below)} of points.`);
  if (clipped.notPositive > 0) {
    notes.push(`Loss 0 or less, drawn at the least positive loss: ${share(clipped.notPositive)}.`);
  }
  if (clipped.notFinite > 0) notes.push(`Holes: the loss is not finite at ${share(clipped.notFinite)} of points.`);
  if (landscape.backend.floatBits === 16) notes.push("Computed in 16 bits: shapes only, no verdict.");
  return notes;
}

function listHelp(landscape: Landscape, scale: LossScale, view: View, additions: LegendAdditions): string[] {
  const { chord, overlays } = additions;
  return [
    view.contours ? describeContours(scale) : null,
    describeCreases(view, additions),
    chord ? describeChord(chord) : null,
    ...(overlays ? describeOverlays(overlays, landscape.grid) : []),
  ].filter((sentence) => sentence !== null);
}

/** @returns the legend of a picture of this landscape under this view */
export function describeLegend(
  landscape: Landscape,
  view: View,
  title = "Loss surface",
  additions: LegendAdditions = {},
): LegendContent {
  const scale = fitLossScale(landscape, view.height);
  const { summary } = landscape;
  const nonconvex = summary["nonconvex-curvature"] + summary["nonconvex-chord"];
  return {
    title,
    ramp:
      view.coloring === "curvature"
        ? describeCurvatureRamp(fitCurvatureScale(landscape.curvatureMin), view)
        : describeLossRamp(scale, view),
    nonconvex: `${formatFraction(nonconvex)} not convex`,
    isNonconvexFound: nonconvex > 0,
    classes: CLASS_ORDER.filter((pointClass) => summary[pointClass] > 0).map((pointClass) => ({
      pointClass,
      ...CLASS_LEGENDS[pointClass],
      fraction: formatFraction(summary[pointClass]),
    })),
    lines: listLines(view, additions),
    notes: listNotes(landscape, scale),
    help: listHelp(landscape, scale, view, additions),
  };
}
