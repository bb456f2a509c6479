import type { TracedPoint } from "../../studio/run/trace-path";
import { createLineChart, type LineChart, type LineLook } from "../../studio/views/plots/line-chart";
import { formatNumber } from "../../words/numbers";

/** Three curves over the steps: the loss of the weights, the loss of the surface below them, and their distance from the plane. */
export interface TrajectoryChart extends Pick<LineChart, "restyle"> {
  readonly show: (points: readonly TracedPoint[], surfaceLosses: Float64Array | null) => void;
}

const LOSS: LineLook = { color: "--accent" };
const SURFACE_LOSS: LineLook = { color: "--ink", dash: [5, 4] };
const DISTANCE: LineLook = { color: "--nonconvex-text", dash: [1.5, 3], side: "right" };

export function createTrajectoryChart(host: HTMLElement): TrajectoryChart {
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
  if (!start || !head) return "There is no trajectory yet";
  return (
    `The loss of the weights from ${formatNumber(start.loss)} at step ${start.step} to ${formatNumber(head.loss)} at step ` +
    `${head.step}, and the loss of the surface below them; their distance from the plane goes from ${formatNumber(start.distance)} ` +
    `to ${formatNumber(head.distance)}`
  );
}
