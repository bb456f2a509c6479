import uPlot from "uplot";
import { placeLinearTicks, placeRoundTicks } from "../scene/ticks";
import { formatNumber } from "../words/numbers";
import type { LossCurve } from "./loss-curve-data";

/** Where the steps are drawn, in CSS pixels of the curve's host: the first step at `left`, the last `width` further. */
export interface CurveArea {
  readonly left: number;
  readonly width: number;
}

export interface LossCurveView {
  readonly show: (curve: LossCurve, steps: number) => void;
  /** Null while nothing is drawn. */
  readonly area: () => CurveArea | null;
  /** Takes the colours of the page again. */
  readonly restyle: () => void;
}

/** About this many heights are named. */
const TICKS = 2;

/** Round losses between two heights, evenly spaced as they are drawn. */
function placeTicks(low: number, high: number, logarithmic: boolean): number[] {
  if (!logarithmic) return [...placeLinearTicks(low, high, TICKS).major];
  const span = Math.log(high / low);
  const map = {
    placeOf: (loss: number) => Math.log(loss / low) / span,
    valueAt: (place: number) => low * Math.exp(span * place),
  };
  return [...placeRoundTicks(map, TICKS).major];
}

/** The losses fill the height, a little room left at both ends. */
function rangeAround(low: number | null, high: number | null, logarithmic: boolean): [number, number] {
  if (low === null || high === null) return logarithmic ? [0.1, 1] : [0, 1];
  if (logarithmic) return [low / 1.2, high * 1.2];
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}

/** Losses span decades: from this ratio of highest to lowest the height is logarithmic. */
const LOG_RATIO = 20;

/**
 * The loss over the steps, the whole training wide, so that the curve is also how far it has come.
 *
 * @param onLayout  called when the curve's area is another
 */
export function createLossCurve(host: HTMLElement, onLayout: () => void = () => {}): LossCurveView {
  let plot: uPlot | null = null;
  let logarithmic = false;
  let shown: { readonly curve: LossCurve; readonly steps: number } | null = null;

  function build(): uPlot {
    const style = getComputedStyle(document.documentElement);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const font = `11px ${style.getPropertyValue("--font")}`;
    const axis = { stroke: color("--muted"), font, ticks: { show: false } } as const;
    return new uPlot(
      {
        width: Math.max(80, host.clientWidth),
        height: host.clientHeight || 64,
        padding: [8, 16, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, Math.max(1, shown?.steps ?? 1)] },
          y: { distr: logarithmic ? 3 : 1, range: (_, low, high) => rangeAround(low, high, logarithmic) },
        },
        axes: [
          {
            ...axis,
            size: 20,
            gap: 2,
            space: 72,
            grid: { show: false },
            values: (_, ticks) => ticks.map((tick) => formatNumber(tick)),
          },
          {
            ...axis,
            size: 52,
            gap: 4,
            space: 22,
            splits: (_, __, low, high) => placeTicks(low, high, logarithmic),
            filter: (_, splits) => splits,
            grid: { stroke: color("--grid"), width: 1 },
            values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : formatNumber(tick))),
          },
        ],
        series: [{}, { stroke: color("--accent"), width: 1.5, points: { show: false } }],
        // The plot lays itself out in a microtask of its own, before it draws.
        hooks: { draw: [onLayout] },
      },
      [[], []],
      host,
    );
  }

  function rebuild(): void {
    plot?.destroy();
    plot = build();
    draw();
  }

  function draw(): void {
    if (!plot || !shown) return;
    // A loss that is not finite, or not above 0 on a logarithmic height, is a gap.
    const losses = shown.curve.losses.map((loss) =>
      Number.isFinite(loss) && (!logarithmic || loss > 0) ? loss : null,
    );
    plot.setData([[...shown.curve.steps], losses]);
  }

  new ResizeObserver(() => {
    plot?.setSize({ width: Math.max(80, host.clientWidth), height: host.clientHeight || 64 });
  }).observe(host);

  return {
    show(curve, steps) {
      if (shown && shown.curve === curve && shown.steps === steps) return;
      shown = { curve, steps };
      const positive = curve.losses.filter((loss) => loss > 0 && Number.isFinite(loss));
      const [low, high] = positive.reduce(([a, b], loss) => [Math.min(a, loss), Math.max(b, loss)], [Infinity, 0]);
      const wide = high > LOG_RATIO * low;
      if (!plot || wide !== logarithmic) {
        logarithmic = wide;
        rebuild();
      } else {
        draw();
      }
    },
    area() {
      if (!plot) return null;
      const { offsetLeft, offsetWidth } = plot.over;
      return { left: offsetLeft, width: offsetWidth };
    },
    restyle: rebuild,
  };
}
