import type { Spec } from "../../../experiment/spec";
import { findLandscape, findTraining } from "../../../studio/state/kept";
import type { StudioState } from "../../../studio/state/state";
import { capitalise } from "../../../words/names";
import type { Lesson } from "../lesson";
import { lessonSpec, squareGrid } from "../lesson-spec";
import { formula, words } from "../plots/formula";
import { sayShare, sayVerdict } from "../readings";

const TRAINED = {
  kind: "trained",
  optimizer: "adam",
  learningRate: 0.05,
  batchSize: "full",
  steps: 100,
  seed: 0,
  initializer: "he-normal",
} as const;

function variant(parts: {
  readonly layers: readonly number[];
  readonly moves?: readonly number[];
  readonly output?: Spec["network"]["output"];
  readonly loss?: Spec["loss"]["kind"];
}): Spec {
  return lessonSpec({
    dataset: { kind: "generated", name: "moons", samples: 40, noise: 0.1, seed: 1 },
    network: { layers: parts.layers, activation: "relu", output: parts.output ?? "identity" },
    loss: { kind: parts.loss ?? "bce" },
    weights: TRAINED,
    plane: { kind: "random", normalization: "filter", seed: 14, ...(parts.moves ? { layers: parts.moves } : {}) },
    grid: squareGrid(65, -1.5, 1.5),
  });
}

/** The four experiments of this lesson. */
export const VARIANTS: readonly { readonly label: string; readonly spec: Spec }[] = [
  { label: "No hidden layer", spec: variant({ layers: [2, 1] }) },
  {
    label: "No hidden layer, (σ − y)²",
    spec: variant({ layers: [2, 1], output: "sigmoid", loss: "mse" }),
  },
  { label: "Slice of a hidden layer", spec: variant({ layers: [2, 4, 1], moves: [0] }) },
  { label: "Slice of the output layer", spec: variant({ layers: [2, 4, 1], moves: [1] }) },
];

export const whatIsConvex: Lesson = {
  name: "what-is-convex",
  title: "What is convex",
  paragraphs: [
    "By theorem, two things are convex. First, the loss of a network without a hidden layer, with squared error, cross-entropy, softmax or hinge, with or without l2: its output is affine in the weights. Second, for the same reason, a slice that moves only the output layer, if the output is the identity. With a sigmoid output, the squared error is not convex; a slice of a hidden layer generally is not.",
    "A slice can prove that a loss is not convex. It can never prove that a loss is convex, and deciding that is NP-hard even for polynomials of degree four (Ahmadi, Olshevsky, Parrilo & Tsitsiklis 2013). So this page gives certificates, and says “undecided” where it has none.",
  ],
  formulas: [
    formula(
      "a convex loss of an affine function of theta is convex in theta",
      "ℓ",
      words("convex"),
      "⟹ ℓ ( A θ + b )",
      words("convex in θ"),
    ),
  ],
  experiment: VARIANTS[0]!.spec,
  controls: [
    {
      kind: "choice",
      name: "variant",
      label: "Experiment",
      options: VARIANTS.map(({ label }) => label),
      remark: (option, { state }) => describeFound(state, VARIANTS[option]!.spec),
      home: {
        kind: "page",
        read: (spec) => {
          const found = VARIANTS.findIndex((entry) => JSON.stringify(entry.spec) === JSON.stringify(spec));
          return found < 0 ? null : found;
        },
        write: (spec, choice) => VARIANTS[choice]?.spec ?? spec,
      },
    },
  ],
  reading: ({ outcome }) => {
    const whole =
      outcome.verdict.scope === "slice" && outcome.finding
        ? " The whole loss is not convex: a certificate proves it."
        : "";
    return `${capitalise(sayVerdict(outcome))}; ${sayShare(outcome)}.${whole}`;
  },
  tasks: [
    {
      text: "Find the slice that is convex though the loss is not.",
      isDone: ({ outcome }) => outcome.verdict.kind === "convex-by-theorem" && outcome.verdict.scope === "slice",
    },
    {
      text: "Find a loss that is not convex, without a hidden layer.",
      isDone: ({ state, outcome }) => state.spec.network.layers.length === 2 && outcome.verdict.kind === "not-convex",
    },
  ],
  sources: ["ahmadi"],
};

/** The verdict on an experiment, where the page has computed it. */
function describeFound({ kept }: StudioState, spec: Spec): string {
  const training = findTraining(kept, spec);
  const outcome = training && findLandscape(kept, spec, training.step);
  return outcome ? sayVerdict(outcome) : "not looked at yet";
}
