import { type ChartLine, createLineChart, type LineChart } from "./line-chart";
import type { LossCurve } from "./loss-curve-data";

export interface LossCurveView extends Pick<LineChart, "area" | "restyle"> {
  readonly show: (curve: LossCurve, steps: number) => void;
}

const LOOK: ChartLine["look"] = { color: "--accent" };

/**
 * The loss over the steps. The axis spans the whole training, so the curve also shows its progress.
 *
 * @param onLayout  called when the curve's area changes
 */
export function createLossCurve(host: HTMLElement, onLayout: () => void): LossCurveView {
  const { show, area, restyle } = createLineChart(host, { ticks: 2, onLayout });
  let shown: { readonly curve: LossCurve; readonly steps: number } | null = null;
  return {
    show(curve, steps) {
      if (shown && shown.curve === curve && shown.steps === steps) return;
      shown = { curve, steps };
      show([{ look: LOOK, steps: curve.steps, values: curve.losses }], steps);
    },
    area,
    restyle,
  };
}
