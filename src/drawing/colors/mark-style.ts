/**
 * How what is not convex is drawn, in the same way on the surface, the map, the figure and the legend: a thin vermilion tint over the colour of
 * the loss, and hatch lines that are vermilion with a faint dark edge, so that one of the two differs in lightness from every colour beneath.
 */
export const NONCONVEX_MARK = {
  /** Opacities of the tint, of the dark edge and of the vermilion core of a line. */
  tint: 0.22,
  edge: 0.65,
  core: 0.9,
  /** From one hatch line to the next, and the widths of a line with its edge and without, in CSS pixels. */
  pitch: 10,
  edgeWidth: 2.1,
  coreWidth: 1.1,
} as const;

/** Opacity of the contours of the loss inside the hatching, as a part of their opacity outside: they do not cross the hatch. */
export const CONTOURS_IN_HATCH = 0.2;
