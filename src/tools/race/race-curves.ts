import { createLineChart, type LineChart, type LineLook } from "../../studio/views/plots/line-chart";
import type { RunnerRecord } from "./race-state";
import { DASHES, RACE_TONES } from "./runner-looks";

export interface RaceCurves extends Pick<LineChart, "restyle"> {
  readonly show: (runners: readonly RunnerRecord[], steps: number) => void;
}

const LOOKS = RACE_TONES.map((tone, i): LineLook => ({ color: `--paths-${tone}`, width: 2, dash: DASHES[i]! }));

/** The losses of all runners over the steps of the race. Each runner has its own colour and dash. */
export function createRaceCurves(host: HTMLElement): RaceCurves {
  const { show, restyle } = createLineChart(host, { height: 160, ticks: 4 });
  let shown: { readonly runners: readonly RunnerRecord[]; readonly steps: number } = { runners: [], steps: 0 };
  return {
    show(runners, steps) {
      if (shown.runners === runners && shown.steps === steps) return;
      shown = { runners, steps };
      show(
        runners.map(({ curve }, i) => ({ look: LOOKS[i]!, steps: curve.steps, values: curve.losses })),
        steps,
      );
    },
    restyle,
  };
}
