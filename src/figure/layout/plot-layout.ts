import type { LegendContent } from "../../drawing/legend/legend-content";
import { placeLinearTicks } from "../../drawing/scales/ticks";
import { measureText } from "../../drawing/typeface/typeface";
import { formatTicks } from "../../words/numbers";
import { wrapEvenly, wrapText } from "../wrap-text";
import type { FigureStyle } from "./figure-style";
import type { Rectangle } from "./geometry";

/** A number beside an axis. */
export interface PlotTick {
  /** Position along the axis, in units of the figure. */
  readonly at: number;
  readonly text: string;
}

export interface PlotAxis {
  readonly ticks: readonly PlotTick[];
  readonly fine: readonly number[];
}

export interface PlotAsk {
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** One unit of x is as long as one of y; undefined: on a page of a given height only where the plot then keeps two thirds of it. */
  readonly equalScales: boolean | undefined;
  readonly title: string;
  /** Width of the item at the right end of the title's row, for a plot of the given width; 0 where there is none. */
  readonly besideTitle: (plotWidth: number) => number;
  readonly legend: LegendContent;
  readonly axes: { readonly x: string; readonly y: string };
  /** A paragraph below everything; may be empty. */
  readonly caption: string;
}

/** Positions of all parts of a figure. */
export interface PlotLayout {
  readonly width: number;
  readonly height: number;
  readonly plot: Rectangle;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly title: readonly string[];
  /** Baselines; the first one of the title. */
  readonly titleBase: number;
  readonly besideTitleBase: number;
  /** The lines of the axes' names. Further lines are below the first for x, to the right of it for y. */
  readonly xName: AxisName;
  readonly yName: AxisName;
  /** The colour scale; null without a legend. */
  readonly bar: Rectangle | null;
  readonly barNameBase: number;
  readonly list: ListLayout | null;
  readonly notes: readonly string[];
  readonly caption: { readonly lines: readonly string[]; readonly top: number };
}

export interface AxisName {
  readonly lines: readonly string[];
  /** Baseline of the first line, in units of the figure: its y for x, its x for y. */
  readonly base: number;
  readonly lineHeight: number;
}

export interface ListLayout {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly columnWidth: number;
  readonly columnGap: number;
  readonly rowHeight: number;
}

/** In parts of the text size. */
export const TITLE_SIZE = 1.15;
export const SWATCH_WIDTH = 2.1;
export const SWATCH_GAP = 0.7;
const TICK = 0.45;
const ROW = 1.7;
const LINE = 1.38;
/** Least width of a list beside the plot. */
const LIST_WIDTH = 19;
const COLUMN_GAP = 1.5;
const LIST_GAP = 1.6;
const BAR_GAP = 0.9;
const BAR_WIDTH = 1.1;
/** Least width of a figure without a fixed height, in text sizes, that has the list beside the plot. */
const WIDE = 90;
/** Height over width of a plot without equal scales, and of the highest plot. */
const FREE_ASPECT = 0.8;
const TALLEST = 1.35;
const WIDEST = 2;
/** The part of a page of given size that the plot should have. */
const PLOT_SHARE = 2 / 3;
/** Height of a line of the title, in text sizes. */
export const TITLE_LINE = 1.5;

/** The parts around the plot, and the space that they need on each side, in units of the figure. */
interface Rooms {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Distance from the plot to the end of its colour scale. */
  readonly bar: number;
  readonly barLabels: number;
  readonly yNumbers: number;
  readonly titleAbove: number;
  readonly captionHeight: number;
  readonly isListBeside: boolean;
  readonly columns: number;
  readonly columnWidth: number;
  readonly notes: readonly string[];
  readonly caption: readonly string[];
}

/** Line breaks that depend on the plot's size: long names are broken, and a row that is too long becomes two. */
interface Breaks {
  readonly isListBeside: boolean;
  readonly isTitleAlone: boolean;
  readonly title: readonly string[];
  readonly xName: readonly string[];
  readonly yName: readonly string[];
}

function measureRooms(ask: PlotAsk, style: FigureStyle, breaks: Breaks): Rooms {
  const { textSize: em, width } = style;
  const { legend } = ask;
  const { isListBeside } = breaks;
  const widest = widestRow(legend, style);
  const half = (width - (1 + COLUMN_GAP) * em) / 2;
  const columns = isListBeside || widest > half ? 1 : 2;
  const columnWidth = isListBeside ? Math.max(LIST_WIDTH * em, widest) : columns === 2 ? half : width - em;
  const noteWidth = isListBeside ? columnWidth : width - em;
  const notes = style.notes && style.legend ? wrapNotes(legend.notes, noteWidth, style) : [];
  const caption = ask.caption ? wrapText(ask.caption, em, width - em) : [];
  const barLabels = Math.max(0, ...legend.ramp.ticks.map(({ text }) => measureText(text, em)));
  const bar = style.legend ? (BAR_GAP + BAR_WIDTH + TICK + 0.3 + 0.5 + 1.3) * em + barLabels : 0;
  const isListBelow = style.legend && !isListBeside;
  const listHeight = isListBelow
    ? (Math.ceil((legend.classes.length + legend.lines.length) / columns) * ROW + 1.1 + notes.length * LINE) * em
    : 0;
  const captionHeight = caption.length > 0 ? (caption.length * LINE + 0.8) * em : 0;
  const yNumbers = widestTick(ask.yRange, em);
  const beside = Math.max(0.4 * em + widestTick(ask.xRange, em) / 2, bar);
  return {
    left: (0.4 + 1.25 + (breaks.yName.length - 1) * LINE + 0.4 + 0.3 + TICK) * em + yNumbers,
    right: beside + (isListBeside ? (LIST_GAP + 0.5) * em + columnWidth : 0),
    top:
      (ask.title || ask.besideTitle(width) > 0 ? (breaks.isTitleAlone ? 3.7 : 2.1) : 0.7) * em +
      (breaks.title.length - 1) * TITLE_LINE * em,
    bottom: (TICK + 0.3 + 1 + 0.4 + 1.15 + (breaks.xName.length - 1) * LINE + 0.4) * em + listHeight + captionHeight,
    bar,
    barLabels,
    yNumbers,
    titleAbove: (breaks.isTitleAlone ? 2.4 : 0.75) * em + (breaks.title.length - 1) * TITLE_LINE * em,
    captionHeight,
    isListBeside,
    columns,
    columnWidth,
    notes,
    caption,
  };
}

interface PlacedPlot {
  readonly breaks: Breaks;
  readonly rooms: Rooms;
  readonly plot: Rectangle;
  readonly height: number;
}

/** Places the plot in the space that the parts around it leave. Extra space is divided between both sides. */
function placePlot(ask: PlotAsk, style: FigureStyle, breaks: Breaks): PlacedPlot {
  const rooms = measureRooms(ask, style, breaks);
  const least = 4 * style.textSize;
  const [across, along] = [rooms.left + rooms.right, rooms.top + rooms.bottom];
  const size = sizePlot(ask, {
    width: Math.max(least, style.width - across),
    height: style.height === null ? null : Math.max(least, style.height - along),
  });
  const height = style.height ?? along + size.height;
  const left = rooms.left + (style.width - across - size.width) / 2;
  const top = rooms.top + Math.max(0, height - along - size.height) / 2;
  return { breaks, rooms, plot: { left, right: left + size.width, top, bottom: top + size.height }, height };
}

/** Finds the texts that do not fit in one row above, below or beside a plot of this size. */
function findBreaks(
  { title, besideTitle, axes }: PlotAsk,
  { textSize: em, width: page }: FigureStyle,
  plot: Rectangle,
  isListBeside: boolean,
): Breaks {
  const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];
  const beside = besideTitle(width);
  // Bold text is wider by about a tenth.
  const needed = 1.1 * measureText(title, TITLE_SIZE * em) + 2 * em + beside;
  const isTitleAlone = title !== "" && beside > 0 && needed > width;
  return {
    isListBeside,
    isTitleAlone,
    title: isTitleAlone || beside === 0 ? wrapText(title, TITLE_SIZE * em, page - plot.left - 0.5 * em) : [title],
    xName: wrapEvenly(axes.x, em, width),
    yName: wrapEvenly(axes.y, em, height),
  };
}

/** Most placements of one plot: a line break makes the plot smaller, and a smaller plot may need another line break. */
const PLACINGS = 4;

function placeWithBreaks(ask: PlotAsk, style: FigureStyle, isListBeside: boolean): PlacedPlot {
  let placed = placePlot(ask, style, {
    isListBeside,
    isTitleAlone: false,
    title: [ask.title],
    xName: [ask.axes.x],
    yName: [ask.axes.y],
  });
  for (let count = 1; count < PLACINGS; count++) {
    const breaks = findBreaks(ask, style, placed.plot, isListBeside);
    if (countRows(breaks) <= countRows(placed.breaks)) break;
    placed = placePlot(ask, style, breaks);
  }
  return placed;
}

/** Puts the list beside or below the plot, whichever leaves the larger plot. */
function placeBest(ask: PlotAsk, style: FigureStyle): PlacedPlot {
  if (!style.legend) return placeWithBreaks(ask, style, false);
  if (style.height === null) return placeWithBreaks(ask, style, style.width >= WIDE * style.textSize);
  const [beside, below] = [placeWithBreaks(ask, style, true), placeWithBreaks(ask, style, false)];
  return areaOf(beside.plot) > areaOf(below.plot) ? beside : below;
}

function areaOf({ left, right, top, bottom }: Rectangle): number {
  return (right - left) * (bottom - top);
}

function countRows({ isTitleAlone, title, xName, yName }: Breaks): number {
  return Number(isTitleAlone) + title.length + xName.length + yName.length;
}

/** Equal scales where the plot then keeps its share of a page of given size, or where nothing but the width is given. */
function placeByShare(ask: PlotAsk, style: FigureStyle): PlacedPlot {
  const equal = placeBest({ ...ask, equalScales: ask.equalScales ?? true }, style);
  if (ask.equalScales !== undefined || style.height === null) return equal;
  return areaOf(equal.plot) >= PLOT_SHARE * style.width * style.height
    ? equal
    : placeBest({ ...ask, equalScales: false }, style);
}

/** Lays out the figure: the plot is as large as possible once all text around it has its space. */
export function layOutPlot(ask: PlotAsk, style: FigureStyle): PlotLayout {
  const { textSize: em, width } = style;
  const { breaks, rooms, plot, height } = placeByShare(ask, style);
  const xBase = plot.bottom + (TICK + 0.3 + 1 + 0.4 + 0.9) * em;
  const xEnd = xBase + (breaks.xName.length - 1) * LINE * em;
  const yBase = plot.left - (TICK + 0.3 + 0.4 + (breaks.yName.length - 1) * LINE) * em - rooms.yNumbers;
  const bar = { left: plot.right + BAR_GAP * em, right: plot.right + (BAR_GAP + BAR_WIDTH) * em };
  const list = {
    left: rooms.isListBeside ? plot.right + rooms.bar + LIST_GAP * em : 0.5 * em,
    top: rooms.isListBeside ? plot.top : xEnd + 0.9 * em,
    columns: rooms.columns,
    columnWidth: rooms.columnWidth,
    columnGap: COLUMN_GAP * em,
    rowHeight: ROW * em,
  };
  return {
    width,
    height,
    plot,
    x: placeAxis(ask.xRange, plot.left, plot.right, (text) => measureText(text, em) + 0.9 * em),
    y: placeAxis(ask.yRange, plot.bottom, plot.top, () => 1.6 * em),
    title: breaks.title,
    titleBase: plot.top - rooms.titleAbove,
    besideTitleBase: plot.top - 0.75 * em,
    xName: { lines: breaks.xName, base: xBase, lineHeight: LINE * em },
    yName: { lines: breaks.yName, base: yBase, lineHeight: LINE * em },
    bar: style.legend ? { ...bar, top: plot.top, bottom: plot.bottom } : null,
    barNameBase: bar.right + (TICK + 0.3 + 0.5 + 0.95) * em + rooms.barLabels,
    list: style.legend ? list : null,
    notes: rooms.notes,
    caption: { lines: rooms.caption, top: height - rooms.captionHeight + 0.2 * em },
  };
}

/** Width of the longest entry of the list, with its mark and its value. */
function widestRow({ classes, lines }: LegendContent, { textSize: em }: FigureStyle): number {
  const rows = [
    ...classes.map(({ label, fraction }) => [label, fraction] as const),
    ...lines.map(({ label, value }) => [label, value] as const),
  ];
  const texts = rows.map(([label, value]) => measureText(label, em) + (value ? em + measureText(value, em) : 0));
  return (SWATCH_WIDTH + SWATCH_GAP) * em + Math.max(0, ...texts);
}

function wrapNotes(notes: readonly string[], width: number, { textSize }: FigureStyle): string[] {
  return notes.flatMap((note) => wrapText(note, textSize, width));
}

function widestTick([low, high]: readonly [number, number], em: number): number {
  const texts = formatTicks(placeLinearTicks(low, high, 6).major);
  return Math.max(...texts.map((text) => measureText(text, em)));
}

function sizePlot(
  { xRange, yRange, equalScales }: PlotAsk,
  free: { readonly width: number; readonly height: number | null },
): { readonly width: number; readonly height: number } {
  const aspect = (yRange[1] - yRange[0]) / (xRange[1] - xRange[0]);
  if (!equalScales) {
    if (free.height === null) return { width: free.width, height: FREE_ASPECT * free.width };
    const height = Math.min(free.height, TALLEST * free.width);
    return { width: Math.min(free.width, WIDEST * height), height };
  }
  const most = free.height ?? TALLEST * free.width;
  const width = Math.min(free.width, most / aspect);
  return { width, height: width * aspect };
}

/** As many round numbers as fit, at most eight. */
function placeAxis(
  [low, high]: readonly [number, number],
  start: number,
  end: number,
  roomOf: (text: string) => number,
): PlotAxis {
  const placeOf = (value: number) => start + ((value - low) / (high - low)) * (end - start);
  for (let count = 8; ; count--) {
    const { major, minor } = placeLinearTicks(low, high, count);
    const texts = formatTicks(major);
    const ticks = major.map((value, index) => ({ at: placeOf(value), text: texts[index]! }));
    const fits = ticks.every(({ at, text }, index) => {
      const before = ticks[index - 1];
      return !before || Math.abs(at - before.at) >= (roomOf(text) + roomOf(before.text)) / 2;
    });
    if (fits || count <= 1) return { ticks: fits ? ticks : ticks.slice(0, 1), fine: minor.map(placeOf) };
  }
}
