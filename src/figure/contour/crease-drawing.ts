import type { CreaseSet } from "../../convexity/creases/crease-set";
import { parseHex, toOklab } from "../../drawing/colors/oklab";
import { chooseCreases } from "../../drawing/overlays/crease-lines";
import type { FigureStyle } from "../layout/figure-style";
import { clipLine, cutOutBoxes, type Line, type TurnedBox } from "../layout/geometry";
import type { PlotMap } from "../layout/plot-map";
import { writeLine, writePath } from "../layout/svg-text";
import { backgroundAt, type FigureLayers } from "./figure-layers";

/** A crease on the figure, within the frame. */
export interface CreaseStroke {
  readonly kind: "concave" | "convex";
  /** 1 for the strongest crease, falling with rank. */
  readonly strength: number;
  readonly lines: readonly Line[];
  /** Whether most of its length is on dark colours. */
  readonly onDark: boolean;
}

/** Below this lightness of the background a dark line is not visible. */
const DARK_BACKGROUND = 0.5;
/** Dashes of convex creases, in text sizes. */
const DASHES = [0.3, 0.22] as const;

/** The creases that the surface also shows, the weakest first. Those of the first layer are exact straight lines. */
export function layOutCreases(
  creases: CreaseSet | null,
  wanted: boolean | undefined,
  layers: FigureLayers,
  map: PlotMap,
): CreaseStroke[] {
  return chooseCreases(creases, wanted)
    .toReversed()
    .map(({ crease, strength }) => {
      const lines = clipLine(crease.points.map(map.fromSlice), map.plot);
      return { kind: crease.kind, strength, lines, onDark: isOnDark(lines, layers, map) };
    });
}

function isOnDark(lines: readonly Line[], layers: FigureLayers, map: PlotMap): boolean {
  const lightnesses = lines
    .flatMap((line) => [0.2, 0.5, 0.8].map((part) => line[Math.floor(part * (line.length - 1))]!))
    .map((place) => toOklab(parseHex(backgroundAt(layers, map.toGrid(place))))[0]);
  return lightnesses.filter((lightness) => lightness < DARK_BACKGROUND).length > lightnesses.length / 2;
}

/** Draws convex creases dashed, and concave ones solid and over them. No crease crosses a label. */
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
