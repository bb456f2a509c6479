import type { LegendContent } from "../legend";
import { formatTicks } from "../number-text";
import { placeLinearTicks } from "../ticks";
import type { FigureStyle } from "./figure-style";
import type { Rectangle } from "./geometry";
import { type MeasureText, wrapText } from "./text-width";

/** A number beside an axis. */
export interface PlotTick {
  /** Along the axis, in units of the figure. */
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
  readonly equalScales: boolean;
  readonly title: string;
  /** Width of what stands at the right end of the title's row over a plot of some width; 0 for nothing. */
  readonly besideTitle: (plotWidth: number) => number;
  readonly legend: LegendContent;
  /** Entries of the list. */
  readonly listed: number;
  /** One paragraph below everything, or nothing. */
  readonly caption: string;
}

/** Where everything of a figure stands. */
export interface PlotLayout {
  readonly width: number;
  readonly height: number;
  readonly plot: Rectangle;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** Baselines. */
  readonly titleBase: number;
  readonly besideTitleBase: number;
  readonly xNameBase: number;
  readonly yNameBase: number;
  /** The colours' scale; null without a legend. */
  readonly bar: Rectangle | null;
  readonly barNameBase: number;
  readonly list: ListLayout | null;
  readonly notes: readonly string[];
  readonly caption: { readonly lines: readonly string[]; readonly top: number };
}

export interface ListLayout {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
}

/** In parts of the text size. */
export const TITLE_SIZE = 1.15;
const TICK = 0.45;
const ROW = 1.7;
const LINE = 1.38;
const LIST_WIDTH = 19;
const LIST_GAP = 1.6;
const BAR_GAP = 0.9;
const BAR_WIDTH = 1.1;
/** From this width on, in text sizes, the list stands beside the plot. */
const WIDE = 52;
const TWO_COLUMNS = 30;
/** Height to width of a plot whose axes need not be equal, and of the highest that is drawn. */
const FREE_ASPECT = 0.8;
const TALLEST = 1.35;
const WIDEST = 1.6;

/** What stands around the plot and how much of each side it takes, in units of the figure. */
interface Rooms {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** From the plot to the end of its colour scale. */
  readonly bar: number;
  readonly barLabels: number;
  readonly yNumbers: number;
  readonly titleAbove: number;
  readonly captionHeight: number;
  readonly isListBeside: boolean;
  readonly columns: number;
  readonly notes: readonly string[];
  readonly caption: readonly string[];
}

function measureRooms(ask: PlotAsk, style: FigureStyle, isTitleAlone: boolean): Rooms {
  const { textSize: em, measure, width } = style;
  const { legend } = ask;
  const isListBeside = style.legend && width >= WIDE * em;
  const columns = isListBeside || width < TWO_COLUMNS * em ? 1 : 2;
  const noteWidth = isListBeside ? LIST_WIDTH * em : width - em;
  const notes = style.notes && style.legend ? wrapNotes(legend.notes, noteWidth, style) : [];
  const caption = ask.caption ? wrapText(ask.caption, em, width - em, measure) : [];
  const barLabels = Math.max(0, ...legend.ramp.ticks.map(({ text }) => measure(text, em)));
  const bar = style.legend ? (BAR_GAP + BAR_WIDTH + TICK + 0.3 + 0.5 + 1.3) * em + barLabels : 0;
  const isListBelow = style.legend && !isListBeside;
  const listHeight = isListBelow ? (Math.ceil(ask.listed / columns) * ROW + 0.5 + notes.length * LINE) * em : 0;
  const captionHeight = caption.length > 0 ? (caption.length * LINE + 0.8) * em : 0;
  const yNumbers = widestTick(ask.yRange, em, measure);
  const beside = Math.max(0.4 * em + widestTick(ask.xRange, em, measure) / 2, bar);
  return {
    left: (0.4 + 1.25 + 0.4 + 0.3 + TICK) * em + yNumbers,
    right: beside + (isListBeside ? (LIST_GAP + LIST_WIDTH + 0.5) * em : 0),
    top: (ask.title || ask.besideTitle(width) > 0 ? (isTitleAlone ? 3.7 : 2.1) : 0.7) * em,
    bottom: (TICK + 0.3 + 1 + 0.4 + 1.15 + 0.4) * em + listHeight + captionHeight,
    bar,
    barLabels,
    yNumbers,
    titleAbove: (isTitleAlone ? 2.4 : 0.75) * em,
    captionHeight,
    isListBeside,
    columns,
    notes,
    caption,
  };
}

interface PlacedPlot {
  readonly rooms: Rooms;
  readonly plot: Rectangle;
  readonly height: number;
}

/** Puts the plot where the rooms around it leave space; what is left over stands on both sides. */
function placePlot(ask: PlotAsk, style: FigureStyle, rooms: Rooms): PlacedPlot {
  const least = 4 * style.textSize;
  const [across, along] = [rooms.left + rooms.right, rooms.top + rooms.bottom];
  const size = sizePlot(ask, {
    width: Math.max(least, style.width - across),
    height: style.height === null ? null : Math.max(least, style.height - along),
  });
  const height = style.height ?? along + size.height;
  const left = rooms.left + (style.width - across - size.width) / 2;
  const top = rooms.top + Math.max(0, height - along - size.height) / 2;
  return { rooms, plot: { left, right: left + size.width, top, bottom: top + size.height }, height };
}

/** The title stands on the row of what is beside it where both fit over the plot, else above. */
function placeUnderTitle(ask: PlotAsk, style: FigureStyle): PlacedPlot {
  const inOneRow = placePlot(ask, style, measureRooms(ask, style, false));
  const plotWidth = inOneRow.plot.right - inOneRow.plot.left;
  const beside = ask.besideTitle(plotWidth);
  // It is bold, which is wider by about a tenth.
  const title = ask.title ? 1.1 * style.measure(ask.title, TITLE_SIZE * style.textSize) + 2 * style.textSize : 0;
  return title === 0 || beside === 0 || title + beside <= plotWidth
    ? inOneRow
    : placePlot(ask, style, measureRooms(ask, style, true));
}

/** Finds room for the plot: as large as the figure allows once all text around it has its own. */
export function layOutPlot(ask: PlotAsk, style: FigureStyle): PlotLayout {
  const { textSize: em, measure, width } = style;
  const { rooms, plot, height } = placeUnderTitle(ask, style);
  const xNameBase = plot.bottom + (TICK + 0.3 + 1 + 0.4 + 0.9) * em;
  const bar = { left: plot.right + BAR_GAP * em, right: plot.right + (BAR_GAP + BAR_WIDTH) * em };
  const belowWidth = (width - em - (rooms.columns - 1) * 1.5 * em) / rooms.columns;
  const list = {
    left: rooms.isListBeside ? plot.right + rooms.bar + LIST_GAP * em : 0.5 * em,
    top: rooms.isListBeside ? plot.top : xNameBase + 0.9 * em,
    columns: rooms.columns,
    columnWidth: rooms.isListBeside ? LIST_WIDTH * em : belowWidth,
    rowHeight: ROW * em,
  };
  return {
    width,
    height,
    plot,
    x: placeAxis(ask.xRange, plot.left, plot.right, (text) => measure(text, em) + 0.9 * em),
    y: placeAxis(ask.yRange, plot.bottom, plot.top, () => 1.6 * em),
    titleBase: plot.top - rooms.titleAbove,
    besideTitleBase: plot.top - 0.75 * em,
    xNameBase,
    yNameBase: plot.left - (TICK + 0.3 + 0.4) * em - rooms.yNumbers,
    bar: style.legend ? { ...bar, top: plot.top, bottom: plot.bottom } : null,
    barNameBase: bar.right + (TICK + 0.3 + 0.5 + 0.95) * em + rooms.barLabels,
    list: style.legend ? list : null,
    notes: rooms.notes,
    caption: { lines: rooms.caption, top: height - rooms.captionHeight + 0.2 * em },
  };
}

function wrapNotes(notes: readonly string[], width: number, { textSize, measure }: FigureStyle): string[] {
  return notes.flatMap((note) => wrapText(note, textSize, width, measure));
}

function widestTick([low, high]: readonly [number, number], em: number, measure: MeasureText): number {
  const texts = formatTicks(placeLinearTicks(low, high, 6).major);
  return Math.max(...texts.map((text) => measure(text, em)));
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

/** As many round numbers as have room, at most eight. */
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
