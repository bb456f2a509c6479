import { CONTOURS_IN_HATCH } from "../../drawing/colors/mark-style";
import { parseHex, toOklab } from "../../drawing/colors/oklab";
import { measureText } from "../../drawing/typeface/typeface";
import { formatNumber } from "../../words/numbers";
import type { FigureStyle } from "../layout/figure-style";
import { cutOutBoxes, type Line, type Point } from "../layout/geometry";
import type { PlotMap } from "../layout/plot-map";
import { writeLine, writePath, writeText } from "../layout/svg-text";
import { type LabelRoom, type PlacedLabel, placeLabels } from "./contour-labels";
import type { ContourStroke } from "./contour-strokes";
import { backgroundAt, type FigureLayers } from "./figure-layers";

/** Points and lines that labels should not cover. */
export interface LabelObstacles {
  /** Points that a label must not cover. */
  readonly places: readonly Point[];
  /** Lines that a label avoids where possible. */
  readonly lines: readonly Line[];
}

const DARK_TEXT = "#14171a";
const LIGHT_TEXT = "#ffffff";
/** Above this lightness of the background, dark text is more legible than light text. */
const TURNING_LIGHTNESS = 0.6;
/** Classes 0 and 1 of the contract are hatched. */
const LAST_HATCHED = 1;
/** Distance of two neighbouring contours, in levels: where it is less than the height of text, a label would cover the neighbours. */
const CROWDED_SPACING = 0.04;

export function labelContours(
  strokes: readonly ContourStroke[],
  layers: FigureLayers,
  map: PlotMap,
  obstacles: LabelObstacles,
  style: FigureStyle,
): PlacedLabel[] {
  const asks = strokes
    .filter(({ line }) => line.contour.labelled)
    .map(({ line, lines, faint }) => {
      const text = formatNumber(line.contour.loss, 4);
      return { text, width: measureText(text, style.textSize), lines: [...lines, ...faint] };
    });
  return placeLabels(asks, findRoom(layers, map, obstacles, style));
}

/** Gives places a cost: labels prefer places without hatch and creases where contours are not close together. */
function findRoom(
  layers: FigureLayers,
  map: PlotMap,
  { places, lines }: LabelObstacles,
  { textSize: em }: FigureStyle,
): LabelRoom {
  const { grid, classes } = layers.landscape;
  const crossed = new Set(lines.flatMap((line) => walkCells(line, em)));
  const costAt = (place: Point) => {
    const [u, v] = map.toGrid(place);
    const hatched = layers.regions !== null && classes[Math.round(v) * grid.columns + Math.round(u)]! <= LAST_HATCHED;
    const spacing = CROWDED_SPACING / Math.max(1e-12, map.slopeAt(layers.levels, place));
    const crowding = Math.min(1, Math.max(0, em / spacing - 1));
    return (hatched ? 0.25 : 0) + 0.5 * crowding + (crossed.has(cellOf(place, em)) ? 0.8 : 0);
  };
  return { plot: map.plot, textSize: em, taken: places.map((at) => ({ at, radius: 0.6 * em })), costAt };
}

function cellOf([x, y]: Point, size: number): string {
  return `${Math.floor(x / size)} ${Math.floor(y / size)}`;
}

/** The squares of a given size that a line crosses, and a few beside them. */
function walkCells(line: Line, size: number): string[] {
  return line.slice(1).flatMap((to, index) => {
    const from = line[index]!;
    const steps = Math.max(1, Math.ceil((2 * Math.hypot(to[0] - from[0], to[1] - from[1])) / size));
    return Array.from({ length: steps + 1 }, (_, step) => {
      const part = step / steps;
      return cellOf([from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])], size);
    });
  });
}

export function drawStrokes(
  strokes: readonly ContourStroke[],
  labels: readonly PlacedLabel[],
  style: FigureStyle,
): string {
  const boxes = labels.map(({ box }) => box);
  return strokes
    .map(({ line, lines, faint, color }) => {
      const attributes = {
        fill: "none",
        stroke: color,
        "stroke-width": (line.contour.labelled ? 1.1 : 0.5) * style.lineWidth,
        "stroke-linejoin": "round",
      } as const;
      const draw = (runs: readonly Line[], opacity?: number) => {
        const d = runs.flatMap((run) => cutOutBoxes(run, boxes)).map(writeLine);
        return writePath(d.join(""), { ...attributes, "stroke-opacity": opacity });
      };
      return draw(lines) + draw(faint, CONTOURS_IN_HATCH);
    })
    .join("");
}

export function drawLabels(
  labels: readonly PlacedLabel[],
  layers: FigureLayers,
  map: PlotMap,
  { textSize: em }: FigureStyle,
): string {
  return labels
    .map(({ ask, box }) => {
      const background = backgroundAt(layers, map.toGrid([box.x, box.y]));
      const isLight = toOklab(parseHex(background))[0] > TURNING_LIGHTNESS;
      const down = 0.35 * em;
      const at: Point = [box.x - Math.sin(box.angle) * down, box.y + Math.cos(box.angle) * down];
      const text = { "font-size": em, fill: isLight ? DARK_TEXT : LIGHT_TEXT, "text-anchor": "middle" };
      return writeText(ask.text, at, text, (box.angle * 180) / Math.PI);
    })
    .join("");
}
