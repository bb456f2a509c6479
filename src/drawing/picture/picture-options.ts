import type { View } from "../../experiment/view";

/** The map from loss to height, without its limits. */
export type HeightMap = View["height"];
/** What the colour of a surface shows: loss or curvature of a landscape, as the view says, or the value of a difference. */
export type Coloring = View["coloring"] | "difference";
/** What the colour shows, and the colour map of the loss. λmin and a difference have their own colours, whatever the map. */
export interface ColorLook {
  readonly coloring: Coloring;
  readonly colorMap: View["colorMap"];
}
