import type { Landscape } from "../../convexity/points/landscape";
import type { View } from "../../spec/view";
import { nameLossAxis } from "../frame-layout";
import { farthestOf } from "../lay-path";
import { describeLegend, type LegendAdditions } from "../legend";
import type { LegendContent } from "../legend-content";
import { listOverlayLines } from "../legend-overlays";
import { fitLossScale } from "../loss-scale";
import { listPaths } from "../scene-overlays";

/** What a flat figure is read by: the surface's legend, less what is said of heights. */
export function describeFigureLegend(
  landscape: Landscape,
  view: View,
  title: string,
  { overlays, ...additions }: LegendAdditions,
): LegendContent {
  const legend = describeLegend(landscape, view, title, additions);
  const name = view.coloring === "loss" ? nameLossAxis(fitLossScale(landscape, view.height)) : legend.ramp.name;
  const fades = overlays !== undefined && listPaths(overlays).some((path) => farthestOf(path) > 0);
  const note = "Paths fade as the weights leave the plane: off is how far.";
  return {
    ...legend,
    ramp: { ...legend.ramp, name },
    lines: overlays ? [...legend.lines, ...listOverlayLines(overlays)] : legend.lines,
    notes: fades ? [...legend.notes, note] : legend.notes,
  };
}
