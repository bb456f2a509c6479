import type { View } from "../spec/view";

/** How loss becomes height: the map, not its limits. */
export type HeightMap = View["height"];
/** What the colour of a surface says: of a landscape as the view wants it, of a difference of two its own value. */
export type Coloring = View["coloring"] | "difference";
/** What the colour says and in which colours it says it; those of λmin and of a difference are their own whatever the map. */
export interface ColorLook {
  readonly coloring: Coloring;
  readonly colorMap: View["colorMap"];
}
