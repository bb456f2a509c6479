import type { View } from "../spec/view";

/** How loss becomes height: the map, not its limits. */
export type HeightMap = View["height"];
/** What the colour of the surface says. */
export type Coloring = View["coloring"];
/** What the colour says and in which colours it says it; those of λmin are its own whatever the map. */
export type ColorLook = Pick<View, "coloring" | "colorMap">;
