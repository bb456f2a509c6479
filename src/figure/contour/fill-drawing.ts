import { NONCONVEX_MARK } from "../../drawing/colors/mark-style";
import type { ThemeTokens } from "../../drawing/colors/theme";
import type { FigureStyle } from "../layout/figure-style";
import { cutOutBoxes, type Line, type TurnedBox } from "../layout/geometry";
import type { PlotMap } from "../layout/plot-map";
import { writeElement, writeLine, writePath, writePoint, writeRing } from "../layout/svg-text";
import type { FigureLayers } from "./figure-layers";
import { hatchRegion, stippleRegion } from "./hatching";
import { openRings } from "./traced-levels";

/** Spacing of hatch lines, in text sizes: that of the surface at the size of its text. */
export const HATCH_PITCH = NONCONVEX_MARK.pitch / 12;
export const STIPPLE_PITCH = 5.5 / 12;
/** Diameter of a dot, in text sizes. */
export const DOT_SIZE = 2 / 12;
/** Draws the colours of the slice. Each band is drawn over the one before, so that there is no gap between them. */
export function drawBands({ bands }: FigureLayers, map: PlotMap): string {
  return bands.map(({ color, rings }) => drawRegion(map.rings(rings).map(writeRing), { fill: color })).join("");
}

/** Draws where the heights of the surface are cut flat, in the colour of its top. */
export function drawCeiling({ ceiling }: FigureLayers, map: PlotMap, { theme, lineWidth }: FigureStyle): string {
  const rings = map.rings(ceiling).map(writeRing);
  return drawRegion(rings, { fill: theme.cut, stroke: theme.edge, "stroke-width": 0.8 * lineWidth });
}

function drawRegion(rings: readonly string[], attributes: Readonly<Record<string, string | number>>): string {
  return writePath(rings.join(""), { ...attributes, "fill-rule": "evenodd" });
}

/** Draws fill, hatch and outline of non-convex regions, and the dots of undecided ones. */
export function drawMarks(
  layers: FigureLayers,
  map: PlotMap,
  style: FigureStyle,
  labels: readonly TurnedBox[],
): string {
  const { regions, landscape } = layers;
  if (!regions) return "";
  const { theme, textSize } = style;
  const { columns, rows } = landscape.grid;
  const undecided = map.rings(regions.undecided);
  const parts = [drawDots(stippleRegion(undecided, STIPPLE_PITCH * textSize, labels).map(writePoint), theme, textSize)];
  const tint = { fill: theme.nonconvex, "fill-opacity": NONCONVEX_MARK.tint };
  parts.push(drawRegion(map.rings(regions.nonconvex).map(writeRing), tint));
  const marked = [
    { region: regions.curvature, direction: 1 },
    { region: regions.chord, direction: -1 },
  ] as const;
  const hatch = marked.flatMap(({ region, direction }) =>
    hatchRegion(map.rings(region), HATCH_PITCH * textSize, direction, labels),
  );
  const rim = map.lines(openRings(regions.nonconvex, columns, rows)).flatMap((line) => cutOutBoxes(line, labels));
  parts.push(drawNonconvexLines([...hatch, ...rim], style));
  return parts.join("");
}

/** Vermilion with a faint dark edge: visible on every colour, and in black and white. */
export function drawNonconvexLines(lines: readonly Line[], { theme, textSize: em }: FigureStyle): string {
  const { edge, core, edgeWidth, coreWidth } = NONCONVEX_MARK;
  const line = { fill: "none", "stroke-linejoin": "round" } as const;
  const d = lines.map(writeLine).join("");
  return (
    writePath(d, { ...line, stroke: theme.hatch, "stroke-width": (edgeWidth / 12) * em, "stroke-opacity": edge }) +
    writePath(d, { ...line, stroke: theme.nonconvex, "stroke-width": (coreWidth / 12) * em, "stroke-opacity": core })
  );
}

/** Dots are strokes of length 0 with round ends: every renderer draws them, and they need few characters. */
export function drawDots(places: readonly string[], theme: ThemeTokens, textSize: number): string {
  const d = places.map((place) => `M${place}h.01`).join("");
  const dot = { fill: "none", "stroke-linecap": "round" } as const;
  return (
    writePath(d, {
      ...dot,
      stroke: theme.creaseCasing,
      "stroke-width": 1.7 * DOT_SIZE * textSize,
      "stroke-opacity": 0.5,
    }) + writePath(d, { ...dot, stroke: theme.undecided, "stroke-width": DOT_SIZE * textSize })
  );
}

/** Clips the drawing of the slice to its frame, without its holes. */
export function clipToSlice(content: string, { whole }: FigureLayers, map: PlotMap, id: string): string {
  const { left, right, top, bottom } = map.plot;
  const shape = whole
    ? writeElement("path", {
        d: whole.map((ring) => writeRing(ring.map(map.fromGrid))).join(""),
        "clip-rule": "evenodd",
      })
    : writeElement("rect", { x: left, y: top, width: right - left, height: bottom - top });
  return (
    writeElement("clipPath", { id: `${id}-slice` }, shape) +
    writeElement("g", { "clip-path": `url(#${id}-slice)` }, content)
  );
}

/** Draws the outlines of the holes; the frame is the outline of the slice. */
export function drawHoleRims({ whole }: FigureLayers, map: PlotMap, { theme, lineWidth }: FigureStyle): string {
  if (!whole) return "";
  return writePath(whole.map((ring) => writeRing(ring.map(map.fromGrid))).join(""), {
    fill: "none",
    stroke: theme.muted,
    "stroke-width": 0.8 * lineWidth,
  });
}
