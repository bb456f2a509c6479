import type { TracedPoint } from "../../studio/run/trace-path";
import { createLineChart, type LineChart, type LineLook } from "../../studio/views/plots/line-chart";
import { formatNumber } from "../../words/numbers";

/** The losses of the weights and of the surface below them, and the distance between the two, over the steps. */
export interface PathChart extends Pick<LineChart, "restyle"> {
  readonly show: (points: readonly TracedPoint[], surfaceLosses: Float64Array | null) => void;
}

const LOSS: LineLook = { color: "--accent" };
const SURFACE_LOSS: LineLook = { color: "--ink", dash: [5, 4] };
const DISTANCE: LineLook = { color: "--nonconvex-text", dash: [1.5, 3], side: "right" };

export function createPathChart(host: HTMLElement): PathChart {
  host.setAttribute("role", "img");
  const { show, restyle } = createLineChart(host, { height: 148, ticks: 4 });
  return {
    show(points, surfaceLosses) {
      host.setAttribute("aria-label", describe(points));
      const steps = points.map(({ step }) => step);
      show(
        [
          { look: LOSS, steps, values: points.map(({ loss }) => loss) },
          { look: SURFACE_LOSS, steps, values: steps.map((_, i) => surfaceLosses?.[i] ?? Number.NaN) },
          { look: DISTANCE, steps, values: points.map(({ distance }) => distance) },
        ],
        null,
      );
    },
    restyle,
  };
}

function describe(points: readonly TracedPoint[]): string {
  const [start, head] = [points[0], points.at(-1)];
  if (!start || !head) return "No path yet";
  return (
    `The loss of the weights from ${formatNumber(start.loss)} at step ${start.step} to ${formatNumber(head.loss)} at step ` +
    `${head.step}, beside that of the surface below them; their distance off the plane from ${formatNumber(start.distance)} ` +
    `to ${formatNumber(head.distance)}`
  );
}
