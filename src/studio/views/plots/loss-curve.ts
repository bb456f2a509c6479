import type { ChartLine, LineChart } from "./line-chart";
import type { LossCurve } from "./loss-curve-data";

export interface LossCurveView extends Pick<LineChart, "area" | "restyle"> {
  readonly show: (curve: LossCurve, steps: number) => void;
}

const LOOK: ChartLine["look"] = { color: "--accent" };

/**
 * The loss over the steps. The axis spans the whole training, so the curve also shows its progress.
 *
 * @param ready  the chart's code is loaded after this
 * @param onLayout  called when the curve's area changes
 */
export function createLossCurve(host: HTMLElement, ready: Promise<void>, onLayout: () => void): LossCurveView {
  let chart: LineChart | null = null;
  let shown: { readonly curve: LossCurve; readonly steps: number } | null = null;

  function draw(): void {
    if (shown) chart?.show([{ look: LOOK, steps: shown.curve.steps, values: shown.curve.losses }], shown.steps);
  }

  async function load(): Promise<void> {
    await ready;
    try {
      const { createLineChart } = await import("./line-chart");
      chart = createLineChart(host, { ticks: 2, onLayout });
      draw();
    } catch {
      host.append("The loss curve could not be loaded: check the connection and open the page again.");
    }
  }

  void load();
  return {
    show(curve, steps) {
      if (shown && shown.curve === curve && shown.steps === steps) return;
      shown = { curve, steps };
      draw();
    },
    area: () => chart?.area() ?? null,
    restyle: () => chart?.restyle(),
  };
}
