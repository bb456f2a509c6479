import type { Landscape } from "../../convexity/points/landscape";
import { describeLegend, type LegendAdditions } from "../../drawing/legend/legend";
import type { LegendContent } from "../../drawing/legend/legend-content";
import { listOverlayLines } from "../../drawing/legend/legend-overlays";
import { farthestOf } from "../../drawing/overlays/lay-path";
import { listPaths } from "../../drawing/overlays/scene-overlays";
import { fitLossScale } from "../../drawing/scales/loss-scale";
import { nameLossAxis } from "../../drawing/surface/frame-layout";
import type { View } from "../../experiment/view";

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
  const note = "Paths fade with distance from the plane.";
  return {
    ...legend,
    ramp: { ...legend.ramp, name },
    lines: overlays ? [...legend.lines, ...listOverlayLines(overlays)] : legend.lines,
    help: fades ? [...legend.help, note] : legend.help,
  };
}
