import uPlot from "uplot";
import { formatNumber } from "../../../words/numbers";
import type { RunnerCourse } from "./race-state";
import { DASHES, RACE_TONES } from "./runner-looks";

export interface RaceCurves {
  readonly show: (runners: readonly RunnerCourse[], steps: number) => void;
  /** Takes the colours of the page again. */
  readonly restyle: () => void;
}

const HEIGHT = 160;
/** Losses span decades: from this ratio of highest to lowest the height is logarithmic. */
const LOG_RATIO = 20;

/** Between two named steps: whole numbers, round ones. */
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

/** The losses of all runners over the steps of the race, each in its colour and dash. */
export function createRaceCurves(host: HTMLElement): RaceCurves {
  let plot: uPlot | null = null;
  let shown: { readonly runners: readonly RunnerCourse[]; readonly steps: number } = { runners: [], steps: 0 };
  let built = { count: 0, logarithmic: false };

  function build(): uPlot {
    const style = getComputedStyle(document.documentElement);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: color("--muted"),
      font: `11px ${style.getPropertyValue("--font")}`,
      ticks: { show: false },
      grid: { stroke: color("--grid"), width: 1 },
      values: (_: uPlot, ticks: number[]) => ticks.map((tick) => (tick === null ? "" : formatNumber(tick))),
    } as const;
    return new uPlot(
      {
        width: Math.max(80, host.clientWidth),
        height: HEIGHT,
        padding: [8, 16, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, Math.max(1, shown.steps)] },
          y: { distr: built.logarithmic ? 3 : 1 },
        },
        axes: [
          { ...axis, size: 20, gap: 2, space: 60, incrs: WHOLE_STEPS },
          { ...axis, size: 52, gap: 4, space: 28 },
        ],
        series: [
          {},
          ...Array.from({ length: built.count }, (_, i) => ({
            stroke: color(`--paths-${RACE_TONES[i]}`),
            width: 2,
            dash: [...DASHES[i]!],
            points: { show: false },
            // Curves are thinned each by itself, so that a step of one may be missing in another.
            spanGaps: true,
          })),
        ],
      },
      [[], ...Array.from({ length: built.count }, (): number[] => [])],
      host,
    );
  }

  function rebuild(): void {
    plot?.destroy();
    plot = null;
    if (built.count === 0) return;
    plot = build();
    draw();
  }

  function draw(): void {
    if (!plot) return;
    const tables = shown.runners.map(({ curve }): uPlot.AlignedData => {
      const losses = curve.losses.map((loss) => (built.logarithmic && !(loss > 0) ? null : loss));
      return [[...curve.steps], losses];
    });
    plot.setData(uPlot.join(tables));
  }

  new ResizeObserver(() => {
    if (host.clientWidth > 0) plot?.setSize({ width: host.clientWidth, height: HEIGHT });
  }).observe(host);

  return {
    show(runners, steps) {
      if (shown.runners === runners && shown.steps === steps) return;
      shown = { runners, steps };
      const logarithmic = spansDecades(runners);
      if (built.count === runners.length && built.logarithmic === logarithmic) {
        draw();
        return;
      }
      built = { count: runners.length, logarithmic };
      rebuild();
    },
    restyle: rebuild,
  };
}

function spansDecades(runners: readonly RunnerCourse[]): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const { curve } of runners) {
    for (const loss of curve.losses) {
      if (!(loss > 0)) continue;
      low = Math.min(low, loss);
      high = Math.max(high, loss);
    }
  }
  return high > LOG_RATIO * low;
}
