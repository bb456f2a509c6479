import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { SceneChord } from "../../drawing/overlays/scene-chord";
import type { SceneOverlays } from "../../drawing/overlays/scene-overlays";
import { countClipped } from "../../drawing/scales/loss-scale";
import { FONT_FAMILY, TEXT_RENDERING } from "../../drawing/typeface/typeface";
import { escapeXml } from "../../experiment/quote";
import type { PlaneMeasure } from "../../slice/plane/plane-measure";
import type { FigureStyle } from "../layout/figure-style";
import type { Point } from "../layout/geometry";
import { layOutPlot, type PlotLayout, TITLE_LINE, TITLE_SIZE } from "../layout/plot-layout";
import { PlotMap } from "../layout/plot-map";
import { writeElement, writeNumber, writeText } from "../layout/svg-text";
import { describeInWords } from "../legend-svg";
import { chooseLengthScale, drawAxes, drawLengthScale, measureLengthScale } from "./axes-drawing";
import { drawLabels, drawStrokes, labelContours } from "./contour-drawing";
import { layOutStrokes } from "./contour-strokes";
import { drawCreases, layOutCreases } from "./crease-drawing";
import type { FigureLayers, FigureLook } from "./figure-layers";
import { clipToSlice, drawBands, drawCeiling, drawHoleRims, drawMarks } from "./fill-drawing";
import { drawColorBar, drawList } from "./legend-drawing";
import { overlayCenter, overlayChord, overlayCross, overlayCut, overlayPaths, overlayPins } from "./overlay-drawing";
import { drawPlates } from "./plates";

/** The contents of a flat figure. */
export interface FigureContent {
  readonly layers: FigureLayers;
  readonly look: FigureLook;
  readonly title: string;
  readonly axes: { readonly x: string; readonly y: string };
  readonly legend: LegendContent;
  readonly creases: CreaseSet | null;
  readonly chord: SceneChord | null;
  readonly overlays: SceneOverlays;
  /** Converts slice coordinates to distances in weight space; null where that is not known. */
  readonly plane: PlaneMeasure | null;
  /** A paragraph below the figure; may be empty. */
  readonly caption: string;
}

/** A figure as SVG text. It has attributes, no styles and no scripts; its text stays text. */
export interface ContourFigure {
  readonly svg: string;
  readonly layout: PlotLayout;
}

export interface FigureFrame {
  /** Prefix of the ids in the figure, because a page may contain several figures. */
  readonly id: string;
  /** Width and height with their unit, such as "85mm"; absent: the figure's own units. */
  readonly size?: (layout: PlotLayout) => { readonly width: string; readonly height: string };
}

/**
 * Draws a slice as a contour map that needs no further explanation: filled bands of loss, labelled contours, hatched and stippled marks,
 * creases, chord, paths and pins, axes, scale and legend. A pure function of its arguments.
 */
export function drawContourFigure(content: FigureContent, style: FigureStyle, frame: FigureFrame): ContourFigure {
  const { layers, look, legend } = content;
  const { grid } = layers.landscape;
  const xRange = [grid.x[0]!, grid.x[grid.columns - 1]!] as const;
  const yRange = [grid.y[0]!, grid.y[grid.rows - 1]!] as const;
  const lengthScale = content.plane
    ? chooseLengthScale(xRange, content.plane, look.equalScales ?? style.height === null)
    : null;
  const ask = {
    xRange,
    yRange,
    equalScales: look.equalScales,
    title: content.title,
    besideTitle: (plotWidth: number) => (lengthScale ? measureLengthScale(lengthScale, xRange, plotWidth, style) : 0),
    legend,
    axes: content.axes,
    caption: content.caption,
  };
  const layout = layOutPlot(ask, style);
  const map = new PlotMap(layout.plot, grid);
  const group = (name: string, drawing: string) => writeGroup(frame.id, name, drawing);
  const clipped = look.coloring === "loss" ? countClipped(layers.landscape.loss, layers.scale) : NOTHING_CLIPPED;
  const drawing = [
    style.background
      ? writeElement("rect", { width: layout.width, height: layout.height, fill: style.background })
      : "",
    drawSlice(content, map, style, frame.id),
    group("axes", drawAxes(layout, style)),
    group("title", drawTitle(layout, style) + drawLengthScale(lengthScale, layout, xRange, style)),
    group("scale", drawColorBar(legend.ramp, layers.bands, clipped, layout, style)),
    group("legend", drawList(legend, layout, plainColor(legend), style)),
    group("caption", drawCaption(layout, style)),
  ].join("");
  return { svg: wrapDocument(drawing, content, layout, frame), layout };
}

const NOTHING_CLIPPED = { above: 0, below: 0 };

/** A colour from the middle of the scale, as the background of the legend's marks. */
function plainColor({ ramp }: LegendContent): string {
  return ramp.colors[Math.floor(ramp.colors.length / 2)] ?? "#ffffff";
}

/** Draws everything within the frame. */
function drawSlice(content: FigureContent, map: PlotMap, style: FigureStyle, id: string): string {
  const { layers, look } = content;
  const creases = layOutCreases(content.creases, look.creases, layers, map);
  const overlays = [
    { name: "cut", ...overlayCut(content.overlays.cut, map, style) },
    { name: "paths", ...overlayPaths(content.overlays, map, style) },
    { name: "chord", ...overlayChord(content.chord, map, style) },
    { name: "cross", ...overlayCross(content.overlays.cross, map, style) },
    { name: "centre", ...overlayCenter(map, style) },
    { name: "pins", ...overlayPins(content.overlays, map, style) },
  ];
  const places = overlays.flatMap((overlay) => overlay.places);
  const strokes = layOutStrokes(layers, look.coloring, map, style.textSize);
  const lines = creases.flatMap((crease) => crease.lines);
  const labels = labelContours(strokes, layers, map, { places, lines }, style);
  const boxes = labels.map(({ box }) => box);
  const group = (name: string, drawing: string) => writeGroup(id, name, drawing);
  const background = [
    group("colours", drawBands(layers, map)),
    group("contours", drawStrokes(strokes, labels, style)),
    group("ceiling", drawCeiling(layers, map, style)),
    group("marks", drawMarks(layers, map, style, boxes)),
    group("creases", drawCreases(creases, boxes, style)),
  ].join("");
  const plates = overlays.flatMap((overlay) => overlay.plates);
  return [
    clipToSlice(background, layers, map, id),
    drawHoleRims(layers, map, style),
    group("labels", drawLabels(labels, layers, map, style)),
    ...overlays.map(({ name, drawing }) => group(name, drawing)),
    group("names", drawPlates(plates, [...places, ...boxes.map(({ x, y }): Point => [x, y])], map.plot, style)),
  ].join("");
}

/** A named group, as drawing programs list it; empty text where there is nothing to draw. */
function writeGroup(id: string, name: string, drawing: string): string {
  return drawing ? writeElement("g", { id: `${id}-${name}` }, drawing) : "";
}

function wrapDocument(
  drawing: string,
  { title, legend }: FigureContent,
  layout: PlotLayout,
  { id, size }: FigureFrame,
): string {
  const [width, height] = [writeNumber(layout.width), writeNumber(layout.height)];
  const written = size?.(layout) ?? { width, height };
  const head =
    writeElement("title", { id: `${id}-name` }, escapeXml(`Contour map${title ? `: ${title}` : ""}`)) +
    writeElement("desc", { id: `${id}-words` }, escapeXml(describeInWords(legend)));
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    version: "1.1",
    ...written,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-labelledby": `${id}-name ${id}-words`,
    "font-family": FONT_FAMILY,
    "text-rendering": TEXT_RENDERING,
  };
  return writeElement("svg", attributes, head + drawing);
}

function drawTitle({ plot, title, titleBase }: PlotLayout, { theme, textSize: em }: FigureStyle): string {
  const attributes = { "font-size": TITLE_SIZE * em, "font-weight": "600", fill: theme.ink };
  return title
    .filter((line) => line !== "")
    .map((line, index) => writeText(line, [plot.left, titleBase + index * TITLE_LINE * em], attributes))
    .join("");
}

function drawCaption({ caption }: PlotLayout, { theme, textSize: em }: FigureStyle): string {
  return caption.lines
    .map((line, index) =>
      writeText(line, [0.5 * em, caption.top + (index + 0.8) * 1.38 * em], { "font-size": em, fill: theme.ink }),
    )
    .join("");
}
