import type {
  Activation,
  GeneratedDataset,
  INITIALIZERS,
  LossKind,
  NAMED_DATASETS,
  NORMALIZATIONS,
  Optimizer,
  PlaneSpec,
} from "../experiment/spec";

/** What one of several choices is called. */
export interface Name {
  /** Where it stands alone: in a menu, a table, a legend. */
  readonly label: string;
  /** Within a sentence. */
  readonly inText: string;
}

type NamedDataset = (typeof NAMED_DATASETS)[number];
type Normalization = (typeof NORMALIZATIONS)[number];
type Initializer = (typeof INITIALIZERS)[number];

type Names<Kind extends string> = Readonly<Record<Kind, Name>>;

const name = (label: string, inText = label): Name => ({ label, inText });

/** An activation also has a shape, as a function of its own input. The shape of the loss in the weights does not follow from it. */
interface ActivationName extends Name {
  readonly shape: string;
}

export const ACTIVATION_NAMES: Readonly<Record<Activation, ActivationName>> = {
  sigmoid: { ...name("Sigmoid", "sigmoid"), shape: "convex below 0 and concave above: φ″ changes sign at 0" },
  relu: { ...name("ReLU"), shape: "convex: φ″ is 0 except at the kink, where φ′ jumps up" },
  tanh: { ...name("Tanh", "tanh"), shape: "convex below 0 and concave above: φ″ changes sign at 0" },
  "leaky-relu": { ...name("Leaky ReLU", "leaky ReLU"), shape: "convex: φ″ is 0 except at the kink, where φ′ jumps up" },
  elu: { ...name("ELU"), shape: "convex: φ″ is never below 0" },
  softplus: { ...name("Softplus", "softplus"), shape: "convex: φ″ is above 0 everywhere" },
  silu: { ...name("SiLU"), shape: "neither convex nor concave: φ″ changes sign twice" },
  gelu: { ...name("GELU"), shape: "neither convex nor concave: φ″ changes sign twice" },
  sin: { ...name("Sine", "sine"), shape: "neither convex nor concave: φ″ changes sign again and again" },
  identity: { ...name("Identity", "identity"), shape: "linear: φ″ is 0" },
};

export const LOSS_NAMES: Names<LossKind> = {
  mse: name("Squared error", "squared error"),
  bce: name("Binary cross-entropy", "binary cross-entropy"),
  "softmax-ce": name("Softmax cross-entropy", "softmax cross-entropy"),
  hinge: name("Hinge loss", "hinge loss"),
};

export const DATASET_NAMES: Names<GeneratedDataset | NamedDataset | "points"> = {
  moons: name("Two moons", "two moons"),
  circles: name("Two circles", "two circles"),
  xor: name("XOR"),
  spirals: name("Two spirals", "two spirals"),
  gaussians: name("Two Gaussians", "two Gaussians"),
  sine: name("Sine (regression)", "a sine (regression)"),
  linear: name("Line (regression)", "a line (regression)"),
  iris: name("Fisher’s iris"),
  points: name("Given samples", "given samples"),
};

/** In a sentence a plane is described with its numbers. */
export const PLANE_NAMES: Readonly<Record<PlaneSpec["kind"], Pick<Name, "label">>> = {
  random: { label: "Random directions" },
  weights: { label: "Single weights" },
  hessian: { label: "Extreme eigenvectors" },
  gradient: { label: "Gradient and its change" },
  "trajectory-pca": { label: "Training trajectory" },
  permutation: { label: "Exchange of two units" },
  given: { label: "Given directions" },
  interpolation: { label: "To a solution" },
  minima: { label: "Three solutions" },
};

export const NORMALIZATION_NAMES: Names<Normalization> = {
  filter: name("Filter", "filter"),
  layer: name("Layer", "layer"),
  none: name("None", "none"),
};

export const OPTIMIZER_NAMES: Names<Optimizer> = {
  sgd: name("SGD"),
  momentum: name("Momentum", "momentum"),
  adam: name("Adam"),
  rmsprop: name("RMSProp"),
};

export const INITIALIZER_NAMES: Names<Initializer> = {
  "glorot-uniform": name("Glorot uniform"),
  "he-normal": name("He normal"),
};

/** The choices of a menu: label to kind, in the order of `kinds`. */
export function listOptions<Kind extends string>(
  names: Readonly<Record<Kind, Pick<Name, "label">>>,
  kinds: readonly Kind[] = Object.keys(names) as Kind[],
): Readonly<Record<string, Kind>> {
  return Object.fromEntries(kinds.map((kind) => [names[kind].label, kind]));
}

/** The activation of a network's hidden layers in one word: "ReLU", or "Mixed" where the layers have their own. */
export function nameActivation(activation: Activation | readonly Activation[]): string {
  return typeof activation === "string" ? ACTIVATION_NAMES[activation].label : "Mixed";
}

/** "Sigmoid, ReLU and Tanh". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
