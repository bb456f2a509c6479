import type { CreaseSet } from "../../convexity/creases/find-creases";
import { chooseCreases } from "../crease-lines";
import { parseHex, toOklab } from "../oklab";
import { type FigureLayers, groundAt } from "./figure-layers";
import type { FigureStyle } from "./figure-style";
import { clipLine, cutOutBoxes, type Line, type TurnedBox } from "./geometry";
import type { PlotMap } from "./plot-map";
import { writeLine, writePath } from "./svg-text";

/** A crease on the figure, within the frame. */
export interface CreaseStroke {
  readonly kind: "concave" | "convex";
  /** By rank, 1 for the strongest. */
  readonly strength: number;
  readonly lines: readonly Line[];
  /** Lies on dark colours for most of its way. */
  readonly onDark: boolean;
}

/** Below this lightness of the ground a dark line is lost. */
const DARK_GROUND = 0.5;
/** In text sizes: dashes of convex creases. */
const DASHES = [0.3, 0.22] as const;

/** The creases that the surface shows, the weakest first; first-layer ones are exact straight lines. */
export function layOutCreases(creases: CreaseSet | null, layers: FigureLayers, map: PlotMap): CreaseStroke[] {
  if (!creases) return [];
  return chooseCreases(creases.creases)
    .toReversed()
    .map(({ crease, strength }) => {
      const lines = clipLine(crease.points.map(map.fromSlice), map.plot);
      return { kind: crease.kind, strength, lines, onDark: isOnDark(lines, layers, map) };
    });
}

function isOnDark(lines: readonly Line[], layers: FigureLayers, map: PlotMap): boolean {
  const lightnesses = lines
    .flatMap((line) => [0.2, 0.5, 0.8].map((part) => line[Math.floor(part * (line.length - 1))]!))
    .map((place) => toOklab(parseHex(groundAt(layers, map.toGrid(place))))[0]);
  return lightnesses.filter((lightness) => lightness < DARK_GROUND).length > lightnesses.length / 2;
}

/** Convex creases dashed, concave ones whole and over them; none through a label. */
export function drawCreases(drawn: readonly CreaseStroke[], labels: readonly TurnedBox[], style: FigureStyle): string {
  const creases = drawn.map((crease) => ({
    ...crease,
    lines: crease.lines.flatMap((line) => cutOutBoxes(line, labels)),
  }));
  const convex = creases.filter(({ kind }) => kind === "convex");
  const concave = creases.filter(({ kind }) => kind === "concave");
  return [
    ...convex.map((crease) => drawConvex(crease, style)),
    ...concave.map((crease) => drawConcave(crease, style)),
  ].join("");
}

function drawConvex(
  { lines, strength, onDark }: CreaseStroke,
  { theme, lineWidth, textSize: em }: FigureStyle,
): string {
  return writePath(lines.map(writeLine).join(""), {
    fill: "none",
    stroke: onDark ? theme.creaseConvexLight : theme.creaseConvex,
    "stroke-width": (0.6 + 0.5 * strength) * lineWidth,
    "stroke-dasharray": DASHES.map((dash) => (dash * em).toFixed(2)).join(" "),
  });
}

function drawConcave({ lines, strength }: CreaseStroke, { theme, lineWidth }: FigureStyle): string {
  const d = lines.map(writeLine).join("");
  const width = (0.8 + strength) * lineWidth;
  const line = { fill: "none", "stroke-linejoin": "round" } as const;
  return (
    writePath(d, {
      ...line,
      stroke: theme.creaseCasing,
      "stroke-width": width + 1.2 * lineWidth,
      "stroke-opacity": 0.5,
    }) + writePath(d, { ...line, stroke: theme.creaseConcave, "stroke-width": width })
  );
}
