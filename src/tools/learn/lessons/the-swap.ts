import { layoutNetwork } from "../../../model/network/layout";
import { averageParameters, groupHiddenLayers, shiftUnits } from "../../../model/network/permutation";
import type { StudioState } from "../../../studio/state/state";
import { drawDot, drawUpright } from "../../../studio/views/plots/small-plot";
import { formatNumber } from "../../../words/numbers";
import type { Lesson, Moment } from "../lesson";
import { traceRow } from "../lesson-overlay";
import { lessonSpec } from "../lesson-spec";
import { formula, over, words } from "../plots/formula";
import { drawPath, drawWords, renderLessonPlot } from "../plots/lesson-plot";
import { readNearest, settledOutcome } from "../readings";
import { makeLoss } from "../reference-loss";

const PAIRS = [
  [0, 1],
  [0, 2],
  [0, 3],
] as const;

const experiment = lessonSpec({
  dataset: { kind: "generated", name: "xor", samples: 40, noise: 0.1, seed: 1 },
  network: { layers: [2, 4, 1], activation: "relu" },
  loss: { kind: "bce" },
  weights: {
    kind: "trained",
    optimizer: "adam",
    learningRate: 0.05,
    batchSize: "full",
    steps: 120,
    seed: 5,
    initializer: "he-normal",
  },
  plane: { kind: "permutation", layer: 0, units: PAIRS[0], seed: 1 },
  // θ at x = 0, its copy at x = 1 and their middle are grid points.
  grid: { columns: 61, rows: 41, xRange: [-0.25, 1.25], yRange: [-1, 1] },
});

/** The loss at θ and at the average of θ over all orders of a hidden layer's units. */
export interface CollapsedAverage {
  readonly loss: number;
  readonly collapsed: number;
}

/** Both losses for the weights on the page, in float64; null without a hidden layer, and before there are weights. */
export function evaluateCollapsed({ spec, run }: Pick<StudioState, "spec" | "run">): CollapsedAverage | null {
  const { parameters } = run.training;
  const layout = layoutNetwork(spec.network);
  const [group] = groupHiddenLayers(layout);
  if (!parameters || !group) return null;
  const loss = makeLoss(spec);
  // The mean over the cyclic orders equals the mean over all orders: each unit becomes the mean of the units.
  const mean = averageParameters(layout, shiftUnits(layout, parameters, group));
  return { loss: loss(parameters), collapsed: loss(mean) };
}

export const theSwap: Lesson = {
  name: "the-swap",
  title: "Exchange two units",
  paragraphs: [
    "θ is all weights of a network, L(θ) their loss. Exchange two hidden units of a trained network with all their weights: it computes the same function. So θ and its copy Pθ, at x = 0 and x = 1, have equal loss. If L were convex, it could not be higher between them. But there is a bump.",
    "Next, average θ over all orders of the units. If L were convex, it would not be higher at this collapsed average than at θ. The page shows both values, but float64 rounds them. The proof is a certificate, which bounds every rounding error. For untrained weights the average is often not higher: a chord can be flat.",
  ],
  formulas: [
    formula(
      "if L is convex, L at the mean of the copies P theta is at most L of theta",
      "L",
      words("convex"),
      "⟹",
      "L (",
      over("mean", "P"),
      "P θ ) ≤ L ( θ )",
    ),
  ],
  experiment,
  axes: { x: "from θ to its copy Pθ", y: "a random direction" },
  controls: [
    {
      kind: "choice",
      name: "pair",
      label: "Units",
      options: PAIRS.map(([a, b]) => `${a + 1} and ${b + 1}`),
      home: {
        kind: "page",
        read: ({ plane }) => {
          if (plane.kind !== "permutation" || plane.layer !== 0) return null;
          const found = PAIRS.findIndex((pair) => String(pair) === String(plane.units));
          return found < 0 ? null : found;
        },
        write: (spec, choice) => ({
          ...spec,
          plane: { kind: "permutation", layer: 0, units: [...(PAIRS[choice] ?? PAIRS[0])], seed: 1 },
        }),
      },
    },
  ],
  figure: drawLossBetween,
  overlay: ({ state, outcome }) => {
    if (state.spec.plane.kind !== "permutation") return {};
    const { points, ...path } = traceRow(outcome.landscape, 0, "from θ to its copy");
    const between = points.filter(({ x }) => x > -1e-9 && x < 1 + 1e-9);
    return {
      paths: [{ ...path, points: between, head: Math.floor(between.length / 2) }],
      pins: [
        { x: 0, y: 0, label: "θ" },
        { x: 1, y: 0, label: "its copy" },
      ],
    };
  },
  reading: ({ state, outcome }) => {
    const both = evaluateCollapsed(state);
    const middle = readNearest(outcome.landscape, 0.5, 0).loss;
    if (!both) return "This network has no hidden units to exchange.";
    const { loss, collapsed } = both;
    const halfWay = state.spec.plane.kind === "permutation" ? `, half way to the copy ${formatNumber(middle)}` : "";
    const values = `L(θ) = ${formatNumber(loss)}${halfWay}. At the collapsed average it is ${formatNumber(collapsed)}`;
    if (!(collapsed > loss)) return `${values}: not above L(θ), which shows nothing.`;
    // Both values are rounded, and so is the average: only a certificate is a proof.
    return outcome.finding
      ? `${values}: above L(θ). These values are rounded; the certificate proves that L is not convex.`
      : `${values}: above L(θ). These values are rounded, and there is no certificate: nothing is proved.`;
  },
  tasks: [
    {
      text: "Exchange another pair: is there a bump as well?",
      isDone: ({ state: { spec } }) =>
        spec.plane.kind === "permutation" && String(spec.plane.units) !== String(PAIRS[0]),
    },
    {
      text: "Go back to the initial weights, before any training (key 0). Is the collapsed average still higher?",
      isDone: ({ state: { run } }) => run.training.phase === "stopped" && run.training.step === 0,
    },
  ],
  sources: [],
};

function drawLossBetween({ state }: Moment) {
  const landscape = settledOutcome(state)?.landscape;
  const both = landscape ? evaluateCollapsed(state) : null;
  const row = landscape ? nearestRow(landscape.grid.y) : 0;
  const between = landscape
    ? [...landscape.grid.x].map((x, c) => [x, landscape.loss[row * landscape.grid.columns + c]!] as const)
    : [];
  const highest = Math.max(1, ...between.map(([, loss]) => loss).filter(Number.isFinite), both?.collapsed ?? 0);
  return renderLessonPlot({
    xRange: [between[0]?.[0] ?? -0.25, between.at(-1)?.[0] ?? 1.25],
    yRange: [0, 1.1 * highest],
    labels: { x: "x", y: "L from θ to its copy" },
    said: both
      ? `The loss from θ to its copy; at the collapsed average it is ${formatNumber(both.collapsed)}`
      : "Computing",
    draw: (frame) => [
      drawUpright(frame, 0, "guide"),
      drawUpright(frame, 1, "guide"),
      drawPath(frame, between, "curve"),
      ...(both
        ? [
            drawPath(
              frame,
              [
                [0, both.loss],
                [1, both.loss],
              ],
              "chord",
            ),
            drawDot(frame, [0, both.loss], "end"),
            drawDot(frame, [1, both.loss], "end"),
            drawPath(
              frame,
              [
                [0.42, both.collapsed],
                [0.58, both.collapsed],
              ],
              both.collapsed > both.loss ? "gap above" : "gap",
            ),
            drawWords(frame, [0.61, both.collapsed], "collapsed average", "start"),
          ]
        : []),
    ],
  });
}

function nearestRow(y: Float64Array): number {
  return y.reduce((best, value, r) => (Math.abs(value) < Math.abs(y[best]!) ? r : best), 0);
}
