import uPlot from "uplot";
import { formatNumber } from "../../../words/numbers";
import type { TracedPoint } from "../../path/trace-path";

/** The losses of the weights and of the surface below them, and the distance between the two, over the steps. */
export interface PathChart {
  readonly show: (points: readonly TracedPoint[], surfaceLosses: Float64Array | null) => void;
  /** Takes the colours of the page again. */
  readonly restyle: () => void;
}

const HEIGHT = 148;
const LEAST_WIDTH = 160;
/** From this ratio of highest to lowest the losses stand on a logarithmic axis. */
const LOG_RATIO = 20;

interface Shown {
  readonly points: readonly TracedPoint[];
  readonly surfaceLosses: Float64Array | null;
}

export function createPathChart(host: HTMLElement): PathChart {
  host.setAttribute("role", "img");
  let plot: uPlot | null = null;
  let logarithmic = false;
  let shown: Shown | null = null;

  function build(): uPlot {
    const style = getComputedStyle(document.documentElement);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: color("--muted"),
      font: `11px ${style.getPropertyValue("--font")}`,
      ticks: { show: false },
      gap: 4,
      values: (_: uPlot, ticks: readonly (number | null)[]) =>
        ticks.map((tick) => (tick === null ? "" : formatNumber(tick))),
    };
    const line = { width: 1.5, points: { show: false } } as const;
    return new uPlot(
      {
        width: Math.max(LEAST_WIDTH, host.clientWidth),
        height: HEIGHT,
        padding: [8, 0, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false },
          loss: { distr: logarithmic ? 3 : 1 },
          distance: { range: (_, __, high) => [0, (high || 1) * 1.06] },
        },
        axes: [
          { ...axis, size: 20, gap: 2, space: 56, grid: { show: false } },
          { ...axis, scale: "loss", size: 48, space: 28, grid: { stroke: color("--grid"), width: 1 } },
          { ...axis, scale: "distance", side: 1, size: 44, space: 28, grid: { show: false } },
        ],
        series: [
          {},
          { ...line, scale: "loss", stroke: color("--accent") },
          { ...line, scale: "loss", stroke: color("--ink"), dash: [5, 4] },
          { ...line, scale: "distance", stroke: color("--nonconvex-text"), dash: [1.5, 3] },
        ],
      },
      [[], [], [], []],
      host,
    );
  }

  function draw(): void {
    if (!plot || !shown) return;
    const { points, surfaceLosses } = shown;
    const drawable = (loss: number | undefined): number | null =>
      loss !== undefined && Number.isFinite(loss) && (!logarithmic || loss > 0) ? loss : null;
    plot.setData([
      points.map(({ step }) => step),
      points.map(({ loss }) => drawable(loss)),
      points.map((_, i) => drawable(surfaceLosses?.[i])),
      points.map(({ distance }) => distance),
    ]);
  }

  function rebuild(): void {
    plot?.destroy();
    plot = build();
    draw();
  }

  new ResizeObserver(() => {
    if (host.clientWidth > 0) plot?.setSize({ width: Math.max(LEAST_WIDTH, host.clientWidth), height: HEIGHT });
  }).observe(host);

  return {
    show(points, surfaceLosses) {
      shown = { points, surfaceLosses };
      host.setAttribute("aria-label", describe(shown));
      const wide = spansDecades(shown);
      if (plot && wide === logarithmic) {
        draw();
        return;
      }
      logarithmic = wide;
      rebuild();
    },
    restyle: rebuild,
  };
}

function spansDecades({ points, surfaceLosses }: Shown): boolean {
  const losses = [...points.map(({ loss }) => loss), ...(surfaceLosses ?? []).slice(0, points.length)];
  const positive = losses.filter((loss) => loss > 0 && Number.isFinite(loss));
  return positive.length > 0 && Math.max(...positive) > LOG_RATIO * Math.min(...positive);
}

function describe({ points }: Shown): string {
  const [start, head] = [points[0], points.at(-1)];
  if (!start || !head) return "No path yet";
  return (
    `The loss of the weights from ${formatNumber(start.loss)} at step ${start.step} to ${formatNumber(head.loss)} at step ` +
    `${head.step}, beside that of the surface below them; their distance off the plane from ${formatNumber(start.distance)} ` +
    `to ${formatNumber(head.distance)}`
  );
}
