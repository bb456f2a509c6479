import type { CreaseSet } from "../../../convexity/creases/crease-set";
import { drawUpright } from "../../../studio/views/plots/small-plot";
import { formatFraction, formatNumber } from "../../../words/numbers";
import type { Lesson, Moment } from "../lesson";
import { traceColumn } from "../lesson-overlay";
import { lessonSpec, oneUnit, samplesOf, squareGrid } from "../lesson-spec";
import { formula, fraction, sub, words } from "../plots/formula";
import { drawCurve, drawPath, drawWords, renderLessonPlot } from "../plots/lesson-plot";
import { followPage, makeLoss } from "../reference-loss";
import { readSamples } from "./one-neuron";

/** One neuron, relu(w·x + b), and three samples: the slice moves its weight and its bias. */
const experiment = lessonSpec({
  dataset: samplesOf([
    [1, 1],
    [-1, -0.5],
    [2, 0.5],
  ]),
  network: { layers: [1, 1, 1], activation: "relu" },
  loss: { kind: "mse" },
  weights: { kind: "given", layers: [oneUnit(0, 0), oneUnit(1, 0)] },
  plane: { kind: "weights", x: 0, y: 1 },
  grid: squareGrid(81, -2.5, 2.5),
});

/** The number of lines in the slice that are concave or convex creases. A line that is concave in one part and convex in another counts as both. */
export function countCreases({ creases }: CreaseSet): { readonly concave: number; readonly convex: number } {
  const lines = (kind: "concave" | "convex"): number =>
    new Set(
      creases.filter((crease) => crease.kind === kind).map(({ layer, unit, sample }) => `${layer} ${unit} ${sample}`),
    ).size;
  return { concave: lines("concave"), convex: lines("convex") };
}

export const creases: Lesson = {
  name: "creases",
  title: "Creases, and the answer",
  paragraphs: [
    "In a slice of the first layer a ReLU network is piecewise linear: between its creases the loss nowhere bends downwards, so second derivatives show no negative curvature. Whatever is not convex lies in the creases. A crease is concave where the loss falls as the unit’s output a rises, else convex: not every crease breaks convexity. A chord across a crease shows what derivatives miss.",
    "So the answer to the question is yes. The loss of a ReLU-only network can be not convex, and generically it is not. That is no evidence against ReLU, and it does not mean bad minima: in deep linear networks every local minimum is global (Kawaguchi 2016), though their losses are not convex.",
  ],
  formulas: [
    formula(
      "a crease is concave if and only if the derivative of L with respect to a is below 0",
      words("concave"),
      "⟺",
      fraction("∂ L", "∂ a"),
      "< 0",
    ),
    formula("a is relu of w times x i plus b", "a = relu ( w", sub("x", "i"), "+ b )"),
  ],
  experiment,
  axes: { x: "w", y: "b" },
  /** At first the chord proves nothing: in its middle the loss lies below it. */
  chord: { from: [1, 0.5], to: [1, 1.5] },
  controls: [
    {
      kind: "slider",
      name: "w",
      label: "Row at w",
      min: -2.5,
      max: 2.5,
      step: 0.25,
      home: { kind: "lesson", initial: 1 },
    },
  ],
  figure: drawRow,
  overlay: ({ settings, outcome }) => ({ paths: [traceColumn(outcome.landscape, settings.w ?? 1, "b at this w")] }),
  reading: ({ outcome }) => {
    const { summary } = outcome.landscape;
    const { concave, convex } = countCreases(outcome.creases);
    const found = `Not convex by curvature: ${formatFraction(summary["nonconvex-curvature"])} of this slice, by chords: ${formatFraction(summary["nonconvex-chord"])}`;
    return `${found}. Creases: ${concave} concave, ${convex} convex.`;
  },
  tasks: [
    {
      text: "Press “Try a chord” and move its ends until the gap is above 0.",
      isDone: ({ state: { evidence } }) =>
        evidence.found?.kind === "chord" && evidence.found.profile.gap > evidence.found.profile.gapError,
    },
    {
      text: "Switch to Sigmoid: no creases are left. Is the loss convex now?",
      isDone: ({ state, outcome }) =>
        state.spec.network.activation === "sigmoid" && outcome.landscape.summary["nonconvex-curvature"] > 0,
    },
  ],
  sources: ["kawaguchi"],
};

/** The loss along one row of the surface, its second derivative, and the places where the unit switches. */
function drawRow({ state, settings }: Moment) {
  const spec = followPage(state.spec, experiment);
  const w = settings.w ?? 1;
  const loss = makeLoss(spec);
  const value = (b: number): number => loss([w, b, 1, 0]);
  const isRelu = spec.network.activation === "relu";
  const samples = isRelu ? (readSamples(spec) ?? []) : [];
  return renderLessonPlot({
    xRange: [-2.5, 2.5],
    yRange: [0, 6],
    height: 168,
    labels: { x: "b", y: `L over b at w = ${formatNumber(w)}` },
    said: `The loss over b at w = ${formatNumber(w)}${isRelu ? `, with creases at ${samples.map(([x]) => formatNumber(-w * x)).join(", ")}` : ""}`,
    draw: (frame) => [
      ...samples.flatMap(([x, y]) => [
        drawUpright(frame, -w * x, y > 0 ? "crease concave" : "crease convex"),
        drawWords(frame, [-w * x, 5.2], y > 0 ? "concave" : "convex"),
      ]),
      drawCurve(frame, value, "curve"),
      ...(isRelu ? [drawPath(frame, curvatureSteps(samples, w), "second")] : []),
      ...(isRelu ? [drawWords(frame, [2.2, 0.35], "its second derivative", "end")] : []),
    ],
  });
}

/** ∂²L/∂b² of one ReLU neuron with output weight 1 under squared error: 2/N for each sample that switches it on. */
export function curvatureSteps(
  samples: readonly (readonly [x: number, y: number])[],
  w: number,
): readonly (readonly [b: number, value: number])[] {
  const value = (b: number): number => (2 / samples.length) * samples.filter(([x]) => w * x + b > 0).length;
  const switches = samples.map(([x]) => -w * x).sort((one, other) => one - other);
  const edges = [-2.5, ...switches.filter((b) => Math.abs(b) < 2.5), 2.5];
  return edges.slice(1).flatMap((to, i) => {
    const from = edges[i] ?? to;
    const between = value((from + to) / 2);
    return [
      [from, between],
      [to, between],
    ] as const;
  });
}
