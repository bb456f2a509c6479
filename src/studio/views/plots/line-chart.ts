import uPlot from "uplot";
import { formatNumber } from "../../../words/numbers";
import { readPageStyle } from "../parts/page-colors";
import { placeTicks, placeZero, ROOM, rangeAround, spansDecades } from "./loss-axis";

/** The area of the steps, in CSS pixels of the chart's host: the first step at `left`, the last at `left + width`. */
export interface ChartArea {
  readonly left: number;
  readonly width: number;
}

/** The style of a line. */
export interface LineLook {
  /** A custom property of the page. */
  readonly color: `--${string}`;
  /** CSS pixels. */
  readonly width?: number;
  readonly dash?: readonly number[];
  /** The axis of the line. The right axis starts at 0 and is never logarithmic. */
  readonly side?: "left" | "right";
}

/** Values over steps. A value that cannot be drawn leaves a gap. */
export interface ChartLine {
  readonly look: LineLook;
  /** Rising; each line has its own. */
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export interface LineChartOptions {
  /** CSS pixels; the height of the host where it is not given. */
  readonly height?: number;
  /** The approximate number of labelled heights. */
  readonly ticks: number;
  /** Called when the chart's area changes. */
  readonly onLayout?: () => void;
}

export interface LineChart {
  /** @param steps  the last step of the axis, which starts at 0; null fits the axis to the lines */
  readonly show: (lines: readonly ChartLine[], steps: number | null) => void;
  /** Null while nothing is drawn. */
  readonly area: () => ChartArea | null;
  /** Draws again with the present colours of the page. */
  readonly restyle: () => void;
}

/** CSS pixels. */
const LEAST_WIDTH = 80;
const DEFAULT_HEIGHT = 64;
/** Possible distances between two labelled steps: round whole numbers. */
const WHOLE_STEPS = Array.from({ length: 8 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** Lines over the steps of a training. */
export function createLineChart(host: HTMLElement, { height, ticks, onLayout }: LineChartOptions): LineChart {
  let plot: uPlot | null = null;
  let shown: { readonly lines: readonly ChartLine[]; readonly steps: number | null } = { lines: [], steps: null };
  let built = { looks: [] as readonly LineLook[], logarithmic: false };
  /** Where a logarithmic axis shows the value 0; null where no line reaches it. */
  let zeroPlace: number | null = null;
  /** Size of the axes' text: it grows with the window. */
  let textSize = "";

  const size = () => ({
    width: Math.max(LEAST_WIDTH, host.clientWidth),
    height: height ?? (host.clientHeight || DEFAULT_HEIGHT),
  });

  function build(): uPlot {
    const style = readPageStyle();
    textSize = style("--size-1");
    const text = Number.parseFloat(textSize);
    const { looks, logarithmic } = built;
    const hasRight = looks.some(({ side }) => side === "right");
    const axis = {
      stroke: style("--muted"),
      font: `${textSize} ${style("--font")}`,
      ticks: { show: false },
      gap: 4,
      values: (_: uPlot, values: (number | null)[]) =>
        values.map((value) => (value === null ? "" : formatNumber(value === zeroPlace ? 0 : value))),
      filter: (_: uPlot, splits: number[]) => splits,
    };
    const right: uPlot.Axis = { ...axis, scale: "right", side: 1, size: 44, space: 28, grid: { show: false } };
    return new uPlot(
      {
        ...size(),
        padding: [8, hasRight ? 0 : 16, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: {
            time: false,
            range: (_, low, high) => (shown.steps === null ? [low, high] : [0, Math.max(1, shown.steps)]),
          },
          left: { distr: logarithmic ? 3 : 1, range: (_, low, high) => rangeAround(low, high, logarithmic) },
          right: { range: (_, __, high) => [0, (high || 1) * (1 + ROOM)] },
        },
        axes: [
          { ...axis, size: text + 9, gap: 2, space: 60, incrs: WHOLE_STEPS, grid: { show: false } },
          {
            ...axis,
            scale: "left",
            size: 41 + text,
            splits: (_, __, low, high) => placeTicks(low, high, logarithmic, ticks, zeroPlace),
            grid: { stroke: style("--grid"), width: 1 },
          },
          ...(hasRight ? [right] : []),
        ],
        series: [
          {},
          ...looks.map(({ color, width = 1.5, dash = [], side = "left" }) => ({
            scale: side,
            stroke: style(color),
            width,
            dash: [...dash],
            points: { show: false },
          })),
        ],
        // uPlot computes its layout in a microtask, before it draws.
        hooks: { draw: [() => onLayout?.()] },
      },
      [[], ...looks.map((): number[] => [])],
      host,
    );
  }

  function rebuild(): void {
    plot?.destroy();
    plot = built.looks.length > 0 ? build() : null;
    draw();
  }

  function draw(): void {
    const tables = shown.lines.map(({ look, steps, values }): uPlot.AlignedData => {
      const isLogarithmic = built.logarithmic && look.side !== "right";
      const drawn = values.map((value) => {
        if (isLogarithmic && value === 0) return zeroPlace;
        return Number.isFinite(value) && (!isLogarithmic || value > 0) ? value : null;
      });
      return [[...steps], drawn];
    });
    // A step that one line lacks leaves no gap: the line continues to its next step.
    plot?.setData(tables.length === 1 ? tables[0]! : uPlot.join(tables));
  }

  new ResizeObserver(() => {
    if (!plot || host.clientWidth === 0) return;
    if (readPageStyle()("--size-1") === textSize) plot.setSize(size());
    else rebuild();
  }).observe(host);

  return {
    show(lines, steps) {
      shown = { lines, steps };
      const looks = lines.map(({ look }) => look);
      const logarithmic = spansDecades(lines);
      const isAsBuilt =
        built.logarithmic === logarithmic &&
        built.looks.length === looks.length &&
        looks.every((look, i) => look === built.looks[i]);
      built = { looks, logarithmic };
      zeroPlace = logarithmic ? placeZero(lines) : null;
      if (isAsBuilt) draw();
      else rebuild();
    },
    area() {
      return plot && { left: plot.over.offsetLeft, width: plot.over.offsetWidth };
    },
    restyle: rebuild,
  };
}
