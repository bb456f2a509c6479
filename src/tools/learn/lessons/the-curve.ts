import { drawDot } from "../../../studio/views/plots/small-plot";
import { formatNumber } from "../../../words/numbers";
import type { Lesson, Moment, SettledMoment } from "../lesson";
import { lessonSpec, oneUnit, samplesOf, squareGrid } from "../lesson-spec";
import { formula } from "../plots/formula";
import { drawCurve, renderLessonPlot } from "../plots/lesson-plot";
import { sayShare, sayVerdict } from "../readings";

/** The value that the question uses for e: 2.718. */
const QUESTION_E = 2718 / 1000;
/** Significant digits of a value of the curve: more than the question's own plot shows. */
const DIGITS = 9;

/** The question's curve, σ″ = σ(1 − σ)(1 − 2σ). It is odd in x; e^−|x| is used so that nothing overflows. */
export function questionCurve(x: number): number {
  const tail = QUESTION_E ** -Math.abs(x);
  const value = (tail * (1 - tail)) / (1 + tail) ** 3;
  return x < 0 ? value : x > 0 ? -value : 0;
}

const experiment = lessonSpec({
  dataset: samplesOf([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 1],
  ]),
  network: { layers: [1, 1] },
  loss: { kind: "bce" },
  weights: { kind: "given", layers: [oneUnit(0, 0)] },
  plane: { kind: "weights", x: 0, y: 1 },
  grid: squareGrid(81, -6, 6),
});

export const theCurve: Lesson = {
  name: "the-curve",
  title: "The curve of the question",
  paragraphs: [
    "So where does the argument of the question fail? It begins with σ″: it changes its sign, so the sigmoid is neither convex nor concave. The plot below is the question’s own, with e = 2.718. All of this is true, but it does not answer the question.",
    "A loss is a function of the weights, and the question is whether that function is convex. −log σ is convex although σ is not: without a hidden layer, cross-entropy gives a convex loss. The squared error does not: (σ(w) − 1)² is not convex for w < −ln 2. So the shape of σ alone does not decide whether a loss is convex.",
  ],
  formulas: [
    formula(
      "sigma double prime equals sigma times 1 minus sigma, times 1 minus 2 sigma",
      "σ ″ = σ ( 1 − σ ) ( 1 − 2 σ )",
    ),
    formula(
      "the second derivative of minus log sigma equals sigma times 1 minus sigma, which is above 0",
      "( − log σ ) ″ = σ ( 1 − σ ) > 0",
    ),
  ],
  experiment,
  axes: { x: "w", y: "b" },
  controls: [
    {
      kind: "slider",
      name: "x",
      label: "x",
      min: -100,
      max: 100,
      step: 1,
      home: { kind: "lesson", initial: 0 },
    },
    {
      kind: "choice",
      name: "span",
      label: "Range of x",
      options: ["−100…100", "−6…6"],
      home: { kind: "lesson", initial: 0 },
    },
    {
      kind: "choice",
      name: "loss",
      label: "Loss",
      options: ["−log σ", "(σ − y)²"],
      home: {
        kind: "page",
        read: ({ network, loss }) => {
          if (network.output === "identity" && loss.kind === "bce") return 0;
          return network.output === "sigmoid" && loss.kind === "mse" ? 1 : null;
        },
        write: (spec, choice) => ({
          ...spec,
          network: { ...spec.network, output: choice === 1 ? "sigmoid" : "identity" },
          loss: { ...spec.loss, kind: choice === 1 ? "mse" : "bce" },
        }),
      },
    },
  ],
  figure: drawQuestion,
  reading: (moment) =>
    `σ″(${formatNumber(moment.settings.x ?? 0)}) = ${formatNumber(questionCurve(moment.settings.x ?? 0), DIGITS)}. On the page: ${sayVerdict(moment.outcome)}; ${sayShare(moment.outcome)}.`,
  tasks: [
    {
      text: "Find the whole number x at which σ″ is largest.",
      isDone: ({ settings }) => settings.x === findPeak(),
    },
    { text: "Choose the squared error instead of −log σ, and watch the verdict change.", isDone: losesConvexity },
  ],
  sources: [],
};

/** The whole number of the plot at which the curve is largest. */
function findPeak(): number {
  let best = -100;
  for (let x = -99; x <= 100; x++) if (questionCurve(x) > questionCurve(best)) best = x;
  return best;
}

function losesConvexity({ state, outcome }: SettledMoment): boolean {
  const { network, loss } = state.spec;
  return network.output === "sigmoid" && loss.kind === "mse" && outcome.verdict.kind === "not-convex";
}

function drawQuestion({ settings }: Moment) {
  const reach = settings.span === 1 ? 6 : 100;
  const x = settings.x ?? 0;
  return renderLessonPlot({
    xRange: [-reach, reach],
    yRange: [-0.12, 0.12],
    labels: { x: "x", y: "σ″(x)" },
    said: `σ″ over −${reach} to ${reach}: at ${x} it is ${formatNumber(questionCurve(x))}`,
    // From −100 to 100 the curve has a point at each whole number, as the question's plot does.
    draw: (frame) => [
      drawCurve(frame, questionCurve, "curve", 200),
      ...(Math.abs(x) <= reach ? [drawDot(frame, [x, questionCurve(x)], "marker", 4)] : []),
    ],
  });
}
