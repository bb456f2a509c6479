import type { Spec } from "../../../experiment/spec";
import { FLOAT64 } from "../../../numeric/rounding";
import { formatAtLeast, formatNumber } from "../../../words/numbers";
import type { Lesson, LessonControl, Moment } from "../lesson";
import { traceRow } from "../lesson-overlay";
import { lessonSpec, oneUnit, samplesOf } from "../lesson-spec";
import { formula, over, row, sub, sup, words } from "../plots/formula";
import { drawChord, drawCurve, measureGap, renderLessonPlot } from "../plots/lesson-plot";
import { sayShare, shareNotConvex } from "../readings";
import { followPage, makeLoss } from "../reference-loss";

const ONE = samplesOf([[1, 1]]);
const THREE = samplesOf([
  [1, 1],
  [-1, -0.5],
  [2, 0.5],
]);

/** One neuron with output weight 1. In the slice, x is its weight w, and y is the bias c of the output: c lowers every target by c. */
const experiment = lessonSpec({
  dataset: ONE,
  network: { layers: [1, 1, 1], activation: "relu" },
  loss: { kind: "mse" },
  weights: { kind: "given", layers: [oneUnit(0, 0), oneUnit(1, 0)] },
  plane: { kind: "weights", x: 0, y: 3 },
  // The rows begin at c = 0. Since c lowers the targets, the whole slice is convex exactly if this first row is.
  grid: { columns: 81, rows: 41, xRange: [-2, 2], yRange: [0, 2] },
});

/** The samples (x, y) on the page; null where they do not have one input and one target. */
export function readSamples({ dataset }: Spec): readonly (readonly [x: number, y: number])[] | null {
  if (dataset.kind !== "points" || dataset.inputs[0]?.length !== 1 || dataset.targets[0]?.length !== 1) return null;
  return dataset.inputs.map(([x], i) => [x!, dataset.targets[i]![0]!] as const);
}

/** Σ yᵢ|xᵢ|: for one ReLU neuron with output weight 1 and squared error, L(w) is convex exactly if it is not above 0. */
export function criterion(samples: readonly (readonly [x: number, y: number])[]): number {
  return samples.reduce((sum, [x, y]) => sum + y * Math.abs(x), 0);
}

/** Bounds the rounding error of the criterion: of its products, of their sum, and of the factor that the sum is multiplied by. */
function boundCriterionError(samples: readonly (readonly [x: number, y: number])[]): number {
  const size = samples.reduce((sum, [x, y]) => sum + Math.abs(x * y), 0);
  return 2 * (samples.length + 2) * (FLOAT64.unit * size + FLOAT64.underflow);
}

function targetControl(index: number): LessonControl {
  return {
    kind: "slider",
    name: `y${index + 1}`,
    label: `Target y${"₁₂₃"[index]}`,
    min: -2,
    max: 2,
    step: 0.25,
    home: {
      kind: "page",
      read: (spec) => readSamples(spec)?.[index]?.[1] ?? null,
      write: (spec, value) => {
        const samples = readSamples(spec);
        return samples
          ? { ...spec, dataset: samplesOf(samples.map(([x, y], i) => [x, i === index ? value : y])) }
          : spec;
      },
    },
  };
}

export const oneNeuron: Lesson = {
  name: "one-neuron",
  title: "One neuron, by hand",
  paragraphs: [
    "One weight and one sample, x = 1 and y = 1: L(w) = (relu(w) − 1)². L(−1) = 1, L(0) = 1 and L(1) = 0, so in the middle L lies ½ above the chord from −1 to 1. That is a proof.",
    "With more samples, L can bend downwards only at w = 0, where its slope jumps by −(2/N) Σ yᵢ|xᵢ|. So L is convex exactly if that sum is not above 0. The reason is that the squared error is not monotone: below a target above 0 it falls. On the surface, the bias c of the output lowers all targets at once, until the crease at w = 0 turns convex.",
  ],
  formulas: [
    formula(
      "L is convex if and only if the sum over i of y i times the absolute value of x i is at most 0",
      "L",
      words("convex"),
      "⟺",
      over("∑", "i"),
      sub("y", "i"),
      row("|", sub("x", "i"), "|"),
      "≤ 0",
    ),
    formula(
      "L of w equals the mean over i of relu of w times x i, minus y i, squared",
      "L ( w ) =",
      over("mean", "i"),
      sup(row("( relu ( w", sub("x", "i"), ") −", sub("y", "i"), ")"), "2"),
    ),
  ],
  experiment,
  axes: { x: "w", y: "c" },
  controls: [
    {
      kind: "choice",
      name: "samples",
      label: "Samples",
      options: ["One", "Three"],
      home: {
        kind: "page",
        read: (spec) => {
          const count = readSamples(spec)?.length;
          return count === 1 ? 0 : count === 3 ? 1 : null;
        },
        write: (spec, choice) => ({ ...spec, dataset: choice === 1 ? THREE : ONE }),
      },
    },
    targetControl(0),
    targetControl(1),
    targetControl(2),
  ],
  figure: drawNeuron,
  overlay: ({ outcome }) => ({ paths: [traceRow(outcome.landscape, 0, "w at c = 0")] }),
  reading: ({ state, outcome }) => {
    const samples = readSamples(state.spec);
    const page = `On the page ${sayShare(outcome)}.`;
    if (!samples || state.spec.network.activation !== "relu") return page;
    const sum = criterion(samples);
    if (sum > 0 && sum <= boundCriterionError(samples)) return `Σ yᵢ|xᵢ| is 0 within the rounding error. ${page}`;
    if (sum <= 0) return `Σ yᵢ|xᵢ| = ${formatNumber(sum)}, not above 0: L is convex. ${page}`;
    const factor = 2 / samples.length;
    const drop = formatAtLeast(factor * sum, factor * boundCriterionError(samples));
    return `Σ yᵢ|xᵢ| = ${formatNumber(sum)}: the slope drops by at least ${drop} at w = 0, so L is not convex. ${page}`;
  },
  tasks: [
    {
      text: "Lower the target until L is convex.",
      isDone: ({ state, outcome }) => {
        const samples = readSamples(state.spec);
        return isRelu(state.spec) && samples !== null && criterion(samples) <= 0 && shareNotConvex(outcome) === 0;
      },
    },
    {
      text: "Choose three samples. Make L convex while one target stays above 0.",
      isDone: ({ state, outcome }) => {
        const samples = readSamples(state.spec);
        if (!isRelu(state.spec) || samples?.length !== 3 || !samples.some(([, y]) => y > 0)) return false;
        return criterion(samples) <= 0 && shareNotConvex(outcome) === 0;
      },
    },
  ],
  sources: [],
};

function isRelu({ network }: Spec): boolean {
  return network.activation === "relu";
}

function drawNeuron({ state }: Moment) {
  const loss = makeLoss(followPage(state.spec, experiment));
  const value = (w: number): number => loss([w, 0, 1, 0]);
  const gap = measureGap(value, -1, 1);
  return renderLessonPlot({
    xRange: [-2, 2],
    yRange: [0, 3],
    labels: { x: "w", y: "L(w) at c = 0" },
    said: `L over w: in the middle it lies ${formatNumber(Math.abs(gap))} ${gap > 0 ? "above" : "below"} the chord from −1 to 1`,
    draw: (frame) => [drawCurve(frame, value, "curve"), ...drawChord(frame, value, -1, 1)],
  });
}
