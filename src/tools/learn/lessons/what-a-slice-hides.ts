import type { NetworkWeights, Spec } from "../../../experiment/spec";
import { describeExtremes } from "../../../studio/sentences/eigenvalue-text";
import { formatNumber } from "../../../words/numbers";
import type { Lesson } from "../lesson";
import { lessonSpec, squareGrid } from "../lesson-spec";
import { renderCurvatures } from "../plots/curvature-plot";
import { formula, row, sub, sup } from "../plots/formula";
import { readNearest, settledOutcome } from "../readings";
import { readCurvature } from "../slice-curvature";

/** Weights and directions of the reference computation with 50 digits in the tests: λmin is −0.8820822. */
const WEIGHTS: NetworkWeights = {
  layers: [
    {
      kernel: [
        [1, -0.5],
        [-1, 0.75],
      ],
      bias: [0.25, -0.5],
    },
    { kernel: [[1.5], [-2]], bias: [0.125] },
  ],
};
const DIRECTIONS = {
  x: {
    layers: [
      {
        kernel: [
          [0.5, -0.25],
          [0, 1],
        ],
        bias: [0, 0.5],
      },
      { kernel: [[-1], [0.25]], bias: [0] },
    ],
  },
  y: {
    layers: [
      {
        kernel: [
          [0, 0.5],
          [1, -0.5],
        ],
        bias: [0.25, 0],
      },
      { kernel: [[0.5], [1]], bias: [-0.25] },
    ],
  },
};

const experiment = lessonSpec({
  dataset: {
    kind: "points",
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
  },
  network: { layers: [2, 2, 1], activation: "relu" },
  loss: { kind: "mse" },
  weights: { kind: "given", layers: WEIGHTS.layers },
  plane: { kind: "given", ...DIRECTIONS },
  grid: squareGrid(81, -0.1, 0.1),
  fullHessian: "center",
});

const FIRST_SEED = 3;

const trained = lessonSpec({
  dataset: { kind: "generated", name: "moons", samples: 40, noise: 0.1, seed: 1 },
  network: { layers: [2, 3, 1], activation: "tanh" },
  loss: { kind: "bce" },
  weights: {
    kind: "trained",
    optimizer: "adam",
    learningRate: 0.05,
    batchSize: "full",
    steps: 150,
    seed: 0,
    initializer: "he-normal",
  },
  plane: { kind: "random", normalization: "filter", seed: FIRST_SEED },
  grid: squareGrid(65, -0.25, 0.25),
  fullHessian: "center",
});

/** The two experiments of this lesson. */
export const HIDING: readonly Spec[] = [experiment, trained];

function indexOfExperiment({ weights, network }: Spec): 0 | 1 | null {
  if (String(network.layers) === "2,2,1" && weights.kind === "given") return 0;
  return String(network.layers) === "2,3,1" && weights.kind === "trained" ? 1 : null;
}

export const whatASliceHides: Lesson = {
  name: "what-a-slice-hides",
  title: "What a slice can hide",
  paragraphs: [
    "A slice shows the Hessian H in only two directions D. Negative curvature in the slice means λmin(H) < 0, but the converse is false. Here the slice bends upwards everywhere, in the middle by 0.921 and 5.94; yet the λmin of the whole Hessian is −0.882.",
    "This is not rare. At four trained networks λmin was below 0, and none of 400 random planes with filter normalisation (Li, Xu, Taylor, Studer & Goldstein 2018) showed it at the minimum. The plane of the extreme eigenvectors shows what random ones hide (Böttcher & Wheeler 2022). A slice that looks convex is no evidence of a convex loss.",
  ],
  formulas: [
    formula(
      "the Hessian of the slice equals D transposed times H times D",
      sub("H", "slice"),
      "=",
      row(sup("D", "T"), "H D"),
    ),
  ],
  experiment,
  controls: [
    {
      kind: "choice",
      name: "experiment",
      label: "Weights",
      options: ["Four points, by hand", "Trained"],
      home: {
        kind: "page",
        read: indexOfExperiment,
        write: (spec, choice) => HIDING[choice] ?? spec,
      },
    },
    {
      kind: "choice",
      name: "plane",
      label: "Plane",
      options: ["Two directions", "Eigenvectors"],
      home: {
        kind: "page",
        read: ({ plane }) =>
          plane.kind === "hessian" ? 1 : plane.kind === "given" || plane.kind === "random" ? 0 : null,
        write: (spec, choice) => ({
          ...spec,
          plane: choice === 1 ? { kind: "hessian" } : (HIDING[indexOfExperiment(spec) ?? 0] ?? experiment).plane,
        }),
      },
    },
    {
      kind: "slider",
      name: "seed",
      label: "Plane seed",
      min: 0,
      max: 40,
      step: 1,
      home: {
        kind: "page",
        read: ({ plane }) => (plane.kind === "random" ? plane.seed : null),
        write: (spec, seed) => (spec.plane.kind === "random" ? { ...spec, plane: { ...spec.plane, seed } } : spec),
      },
    },
  ],
  figure: ({ state }) => {
    const outcome = settledOutcome(state);
    const center = outcome?.fullHessian?.center;
    return renderCurvatures({
      slice: outcome && readCurvature(outcome, 0, 0).perWeight,
      whole: center ? [center.min, center.max] : null,
    });
  },
  reading: ({ outcome }) => {
    const { own, perWeight } = readCurvature(outcome, 0, 0);
    const scaled = perWeight && sayRange(perWeight) !== sayRange(own);
    const units = scaled ? ` in its own units, ${sayRange(perWeight)} per unit of weight` : "";
    const slice = `In the middle, the curvature of this slice is ${sayRange(own)}${units}`;
    const center = outcome.fullHessian?.center;
    if (!center) return `${slice}.`;
    const count = center.negative + center.zero + center.positive;
    const whole = `the eigenvalues of the whole Hessian are ${describeExtremes(center)}, ${center.negative} of ${count} below 0`;
    const shows = own[0] < 0 ? " This plane shows negative curvature." : " This plane hides the negative curvature.";
    return `${slice}; ${whole}.${center.negative > 0 ? shows : ""}`;
  },
  tasks: [
    {
      text: "Choose the plane of the extreme eigenvectors at the same weights.",
      isDone: ({ state, outcome }) =>
        state.spec.plane.kind === "hessian" &&
        (outcome.fullHessian?.center.negative ?? 0) > 0 &&
        readNearest(outcome.landscape, 0, 0).curvatureMin < 0,
    },
    {
      text: "Choose the trained network and draw other planes. Does one of them show negative curvature?",
      isDone: ({ state, outcome }) => {
        const { plane } = state.spec;
        const isOther = plane.kind === "random" && plane.seed !== FIRST_SEED;
        return indexOfExperiment(state.spec) === 1 && isOther && (outcome.fullHessian?.center.negative ?? 0) > 0;
      },
    },
  ],
  sources: ["li", "bottcher"],
};

function sayRange([least, most]: readonly [number, number]): string {
  return `${formatNumber(least)} to ${formatNumber(most)}`;
}
