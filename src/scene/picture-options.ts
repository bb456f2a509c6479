import type { View } from "../spec/view";

/** How loss becomes height: the map, not its limits. */
export type HeightMap = View["height"];
/** What the colour of a surface says: of a landscape as the view wants it, of a difference of two its own value. */
export type Coloring = View["coloring"] | "difference";
