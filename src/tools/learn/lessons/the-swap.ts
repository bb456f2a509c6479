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

/** Two evaluations at the weights on the page; null where they have no hidden layer, or are not there yet. */
export function evaluateCollapsed({ spec, run }: Pick<StudioState, "spec" | "run">): CollapsedAverage | null {
  const { parameters } = run.training;
  const layout = layoutNetwork(spec.network);
  const [group] = groupHiddenLayers(layout);
  if (!parameters || !group) return null;
  const loss = makeLoss(spec);
  // The mean over all orders is that over the cyclic ones: each unit becomes the units' mean.
  const mean = averageParameters(layout, shiftUnits(layout, parameters, group));
  return { loss: loss(parameters), collapsed: loss(mean) };
}

export const theSwap: Lesson = {
  name: "the-swap",
  title: "Exchange two units",
  paragraphs: [
    "Exchange two hidden units of a trained network with all their weights, and it computes the same: θ and its copy Pθ, at x = 0 and x = 1, have equal loss. Were L convex, nothing between them could be higher. There is a bump.",
    "Better still, average θ over all orders of the units. If L were convex, the loss at this collapsed average would not be above L(θ). So a θ that beats its collapsed average proves with two evaluations that L is not convex. On untrained weights that often fails, and θ ≠ Pθ alone is not enough: a chord can be flat.",
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
  figure: drawWay,
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
    const way = state.spec.plane.kind === "permutation" ? `, half way to the copy ${formatNumber(middle)}` : "";
    const proof =
      collapsed > loss ? "above L(θ), so the two evaluations prove it." : "not above L(θ), so here they prove nothing.";
    return `L(θ) = ${formatNumber(loss)}${way}. At the collapsed average it is ${formatNumber(collapsed)}: ${proof}`;
  },
  tasks: [
    {
      text: "Exchange another pair: is there a bump as well?",
      isDone: ({ state: { spec } }) =>
        spec.plane.kind === "permutation" && String(spec.plane.units) !== String(PAIRS[0]),
    },
    {
      text: "Go back to the first weights, before any training (key 0). Do two evaluations still prove it?",
      isDone: ({ state: { run } }) => run.training.phase === "stopped" && run.training.step === 0,
    },
  ],
  sources: [],
};

function drawWay({ state }: Moment) {
  const landscape = settledOutcome(state)?.landscape;
  const both = landscape ? evaluateCollapsed(state) : null;
  const row = landscape ? nearestRow(landscape.grid.y) : 0;
  const way = landscape
    ? [...landscape.grid.x].map((x, c) => [x, landscape.loss[row * landscape.grid.columns + c]!] as const)
    : [];
  const highest = Math.max(1, ...way.map(([, loss]) => loss).filter(Number.isFinite), both?.collapsed ?? 0);
  return renderLessonPlot({
    xRange: [way[0]?.[0] ?? -0.25, way.at(-1)?.[0] ?? 1.25],
    yRange: [0, 1.1 * highest],
    labels: { x: "x", y: "L from θ to its copy" },
    said: both
      ? `The loss from θ over the middle to its copy, and ${formatNumber(both.collapsed)} at the collapsed average`
      : "Computing",
    draw: (frame) => [
      drawUpright(frame, 0, "guide"),
      drawUpright(frame, 1, "guide"),
      drawPath(frame, way, "curve"),
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
