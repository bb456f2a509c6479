import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { LandscapeDifference } from "../../convexity/points/difference";
import type { Landscape } from "../../convexity/points/landscape";
import type { View } from "../../experiment/view";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import { formatFraction, formatNumber } from "../../words/numbers";
import { chooseCreases } from "../overlays/crease-lines";
import type { SceneChord } from "../overlays/scene-chord";
import { fitDifferenceScale } from "../scales/difference-scale";
import { countClipped, type LossScale } from "../scales/loss-scale";
import type { CommonScales } from "../surface/surface-drawing";
import {
  CLASS_LEGENDS,
  CLASS_ORDER,
  describeContours,
  describeCurvatureRamp,
  describeCut,
  describeLossRamp,
  listRampColors,
} from "./legend";
import type { LegendContent, LegendLine } from "./legend-content";

/** One of the surfaces that share a legend, and the lines drawn on it. */
export interface ComparedSurface {
  /** The surface's name in the legend: a letter or a word. */
  readonly name: string;
  readonly landscape: Landscape;
  readonly creases: CreaseSet | null;
  readonly chord: SceneChord | null;
  /** Converts slice coordinates to distances in weight space; null where that is not known. */
  readonly measure: PlaneMeasure | null;
}

/** @returns one legend for several surfaces, without their percentages: the page shows those beside each surface */
export function describeCommonLegend(
  surfaces: readonly ComparedSurface[],
  view: View,
  scales: CommonScales,
  title: string,
): LegendContent {
  const present = CLASS_ORDER.filter((name) => surfaces.some(({ landscape }) => landscape.summary[name] > 0));
  const contours = view.contours ? describeContours(scales.loss) : null;
  return {
    title,
    ramp:
      view.coloring === "curvature"
        ? describeCurvatureRamp(scales.curvature, view)
        : describeLossRamp(scales.loss, view),
    nonconvex: null,
    isNonconvexFound: false,
    classes: present.map((name) => ({ pointClass: name, ...CLASS_LEGENDS[name], fraction: "" })),
    lines: listLines(surfaces, view),
    notes: listClipped(surfaces, scales.loss),
    help: contours ? [contours] : [],
  };
}

function listLines(surfaces: readonly ComparedSurface[], view: View): LegendLine[] {
  const drawn = surfaces.flatMap(({ creases }) => chooseCreases(creases, view.creases));
  const kinds = (["concave", "convex"] as const).filter((kind) => drawn.some(({ crease }) => crease.kind === kind));
  const lines: LegendLine[] = kinds.map((kind) => ({ label: `crease, ${kind}`, swatch: `crease-${kind}`, value: "" }));
  if (surfaces.some(({ chord }) => chord?.proved)) {
    lines.push({ label: "chord of a certificate", swatch: "chord-proved", value: "" });
  }
  return lines;
}

/** Sentences that say which share of each surface the common limits cut off. */
function listClipped(surfaces: readonly ComparedSurface[], scale: LossScale): string[] {
  const notes: string[] = [];
  for (const { name, landscape } of surfaces) {
    const { above, below, notFinite } = countClipped(landscape.loss, scale);
    const share = (count: number) => `${formatFraction(count / landscape.loss.length)} of ${name}`;
    if (above > 0) notes.push(describeCut(scale, share(above)));
    if (below > 0) notes.push(`Cut off below ${formatNumber(scale.low)}: ${share(below)}.`);
    if (notFinite > 0) notes.push(`Holes: the loss is not finite at ${share(notFinite)}.`);
  }
  if (scale.map !== scale.requested)
    notes.push(`Height is linear: a ${scale.requested} scale needs a positive loss, and no loss here is positive.`);
  return notes;
}

/** @returns the legend of L_B − L_A: its colours, and the shares of points where its sign is certain */
export function describeDifferenceLegend(difference: LandscapeDifference, view: View): LegendContent {
  const scale = fitDifferenceScale(difference, view.height);
  const { summary } = difference;
  const classes = [
    { pointClass: "lower", label: "B is lower", swatch: "low" },
    { pointClass: "higher", label: "A is lower", swatch: "high" },
    { pointClass: "undecided", label: "within the error bounds", swatch: "stipple" },
    { pointClass: "not-finite", label: "a loss not finite", swatch: "hole" },
  ] as const;
  return {
    title: "Difference of the losses, B − A",
    ramp: {
      name: scale.map === "linear" || scale.flat ? "B − A" : `B − A, ${scale.map} height`,
      colors: listRampColors({ coloring: "difference", colorMap: view.colorMap }),
      ticks: scale.ticks.major.map((value) => ({ position: scale.levelOf(value), text: formatNumber(value) })),
      fineTicks: [],
    },
    nonconvex: null,
    isNonconvexFound: false,
    classes: classes
      .filter(({ pointClass }) => summary[pointClass] > 0)
      .map((item) => ({ ...item, fraction: formatFraction(summary[item.pointClass]) })),
    lines: [],
    notes: listDifferenceNotes(difference, scale, view),
    help: [],
  };
}

function listDifferenceNotes({ values }: LandscapeDifference, scale: LossScale, view: View): string[] {
  if (scale.flat) return ["No difference exceeds the error bounds."];
  const notes = [view.contours ? "The labelled contour in the middle is 0: there the two losses are equal." : ""];
  const { above, below } = countClipped(values, scale);
  if (scale.requested === "log")
    notes.push("A difference may be negative and then has no logarithm: the height is its asinh.");
  const cut = above + below;
  if (cut > 0) notes.push(`Cut off beyond ±${formatNumber(scale.high)}: ${formatFraction(cut / values.length)}.`);
  return notes.filter((note) => note !== "");
}
