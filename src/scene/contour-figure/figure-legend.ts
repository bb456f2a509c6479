import type { Landscape } from "../../convexity/points/landscape";
import type { View } from "../../spec/view";
import { nameLossAxis } from "../frame-layout";
import { farthestOf } from "../lay-path";
import { describeLegend, type LegendAdditions } from "../legend";
import type { LegendContent } from "../legend-content";
import { listOverlayLines } from "../legend-overlays";
import { fitLossScale } from "../loss-scale";
import { listPaths } from "../scene-overlays";

/** The legend of a flat figure: that of the surface, without the sentences about height. */
export function describeFigureLegend(
  landscape: Landscape,
  view: View,
  title: string,
  { overlays, ...additions }: LegendAdditions,
): LegendContent {
  const legend = describeLegend(landscape, view, title, additions);
  const name = view.coloring === "loss" ? nameLossAxis(fitLossScale(landscape, view.height)) : legend.ramp.name;
  const fades = overlays !== undefined && listPaths(overlays).some((path) => farthestOf(path) > 0);
  const note = "Paths fade with distance from the plane; “off” gives the largest distance.";
  return {
    ...legend,
    ramp: { ...legend.ramp, name },
    lines: overlays ? [...legend.lines, ...listOverlayLines(overlays)] : legend.lines,
    notes: fades ? [...legend.notes, note] : legend.notes,
  };
}
