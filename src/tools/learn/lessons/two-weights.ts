import { html } from "lit";
import { CLASS_WORDS } from "../../../studio/views/places/readout";
import { formatNumber } from "../../../words/numbers";
import type { Lesson, LessonControl, Moment, SetNumber } from "../lesson";
import { lessonSpec, oneUnit, samplesOf, squareGrid } from "../lesson-spec";
import { renderClassMap } from "../plots/class-map";
import { formula, row, sub, sup } from "../plots/formula";
import { readNearest, sayShare, settledOutcome } from "../readings";

/** (w₁w₂ − 1)²: two layers of one unit without biases, one sample (1, 1). */
const experiment = lessonSpec({
  dataset: samplesOf([[1, 1]]),
  network: { layers: [1, 1, 1], activation: "identity" },
  loss: { kind: "mse" },
  weights: { kind: "given", layers: [oneUnit(0, 0), oneUnit(0, 0)] },
  plane: { kind: "weights", x: 0, y: 2 },
  grid: squareGrid(81, -2, 2),
});

/** Products w₁w₂ between which, inclusive, the loss bends downwards in no direction. */
export const CONVEX_PRODUCTS = [1 / 3, 1] as const;

function weightControl(index: 1 | 2): LessonControl {
  return {
    kind: "slider",
    name: `w${index}`,
    label: `w${"₁₂"[index - 1]}`,
    min: -2,
    max: 2,
    step: 0.05,
    home: { kind: "lesson", initial: 0 },
  };
}

export const twoWeights: Lesson = {
  name: "two-weights",
  title: "Two weights multiply",
  paragraphs: [
    "Now without ReLU, and with two weights: L = (w₁w₂ − 1)². The origin is a saddle, with curvatures −2 and 2. Weights have signs and multiply one another. That alone makes L not convex: no activation is needed. Networks built to be convex in their input (Amos, Xu & Kolter 2017) are not convex in their weights either.",
    "The determinant of the Hessian depends only on the product p = w₁w₂. L bends downwards in some direction exactly where p < ⅓ or p > 1: outside the two bands between the lines. With ReLU, the half w₁ > 0 stays as it is, and the half w₁ < 0 becomes flat.",
  ],
  formulas: [
    formula(
      "the determinant of the Hessian of L equals minus 4 times 3 p minus 1 times p minus 1, where p equals w 1 times w 2",
      "det",
      sup("∇", "2"),
      "L = − 4 ( 3 p − 1 ) ( p − 1 ) ,",
      row("p =", sub("w", "1"), sub("w", "2")),
    ),
  ],
  experiment,
  axes: { x: "w₁", y: "w₂" },
  controls: [weightControl(1), weightControl(2)],
  figure: drawMap,
  overlay: ({ settings }) => ({ pins: [{ x: settings.w1 ?? 0, y: settings.w2 ?? 0, label: "your weights", tone: 0 }] }),
  reading: ({ settings, outcome }) => {
    const [w1, w2] = [settings.w1 ?? 0, settings.w2 ?? 0];
    const { curvatureMin, curvatureMax, pointClass } = readNearest(outcome.landscape, w1, w2);
    const curvatures = `${formatNumber(curvatureMin)} and ${formatNumber(curvatureMax)}`;
    return `At p = ${formatNumber(w1 * w2)} the curvatures are ${curvatures}: ${CLASS_WORDS[pointClass]}. On the page ${sayShare(outcome)}.`;
  },
  tasks: [
    {
      text: "Find weights around which L bends upwards in every direction.",
      isDone: ({ settings, outcome }) =>
        readNearest(outcome.landscape, settings.w1 ?? 0, settings.w2 ?? 0).pointClass === "convex",
    },
    {
      text: "Switch the activation to ReLU, above the surface.",
      isDone: ({ state }) => state.spec.network.activation === "relu",
    },
  ],
  sources: ["amos"],
};

/** Both branches of w₁w₂ = p within the square. */
function hyperbolas(p: number, reach: number): (readonly [number, number])[][] {
  const from = p / reach;
  const branch = Array.from({ length: 41 }, (_, i) => {
    // Even steps of the logarithm: the points are as dense where the branch is steep as where it is flat.
    const w1 = from * (reach / from) ** (i / 40);
    return [w1, p / w1] as const;
  });
  return [branch, branch.map(([w1, w2]) => [-w1, -w2] as const)];
}

function drawMap({ state, settings }: Moment, set: SetNumber) {
  const [w1, w2] = [settings.w1 ?? 0, settings.w2 ?? 0];
  const landscape = settledOutcome(state)?.landscape ?? null;
  const { columns, xRange } = experiment.grid;
  const axis = Float64Array.from(
    { length: columns },
    (_, i) => xRange[0] + ((xRange[1] - xRange[0]) * i) / (columns - 1),
  );
  const reach = xRange[1];
  const snap = (value: number): number => Math.round(value * 20) / 20;
  return html`<div class="map-figure">
    ${renderClassMap({
      grid: landscape?.grid ?? { columns, rows: columns, x: axis, y: axis },
      landscape,
      lines: CONVEX_PRODUCTS.flatMap((p) => hyperbolas(p, reach)),
      marker: [w1, w2],
      said: `The slice from above with the lines w₁w₂ = ⅓ and 1; the chosen point is ${formatNumber(w1)}, ${formatNumber(w2)}`,
      onPick: (x, y) => {
        set("w1", snap(x));
        set("w2", snap(y));
      },
    })}
    <ul class="map-key">
      <li class="nonconvex">not convex, as computed on the page</li>
      <li class="line">w₁w₂ = ⅓ and w₁w₂ = 1</li>
      <li class="marker">your weights: drag them</li>
    </ul>
  </div>`;
}
