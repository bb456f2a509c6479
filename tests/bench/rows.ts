import { ACTIVATIONS, type Activation } from "../../src/experiment/spec";
import type { RowSpec, RowSpecs } from "./measured";
import { TRAINED_NETWORKS, type TrainedName } from "./trained-networks";

const times = (target: RowSpec["target"], note: string): RowSpec => ({ unit: "×", ...(target && { target }), note });
const least = (value: number, note: string) => times({ least: value }, note);
const most = (value: number, note: string) => times({ most: value }, note);

const ONE_CALL = "loss and bound, 65 × 65 points; one pass of tfjs ops a point / this";
const BATCHED = "loss and bound, 65 × 65 points; tfjs with the weights of 256 points in each matMul / this";
/** The network of the page, on a random plane: 2-8-8-1 relu, mse, 128 samples. */
const DEFAULT = "2-8-8-1/128, 65 × 65 points";
const EVERYTHING = `loss, curvature and bounds; ${DEFAULT}`;

const BASELINES = {
  "WebGL against one tfjs call a point, 2-8-8-1/128": least(600, ONE_CALL),
  "WebGL against one tfjs call a point, 2-8-8-1/256": least(350, ONE_CALL),
  "WebGL against one tfjs call a point, 2-16-16-1/256": least(150, ONE_CALL),
  "processor against one tfjs call a point, 2-8-8-1/128": least(900, ONE_CALL),
  "processor against one tfjs call a point, 2-8-8-1/256": least(500, ONE_CALL),
  "processor against one tfjs call a point, 2-16-16-1/256": least(200, ONE_CALL),
  "WebGL against batched tfjs matMul, 2-8-8-1/128": least(10, BATCHED),
  "WebGL against batched tfjs matMul, 2-8-8-1/256": least(10, BATCHED),
  "WebGL against batched tfjs matMul, 2-16-16-1/256": least(10, BATCHED),
  "processor against batched tfjs matMul, 2-8-8-1/128": least(10, BATCHED),
  "processor against batched tfjs matMul, 2-8-8-1/256": least(10, BATCHED),
  "processor against batched tfjs matMul, 2-16-16-1/256": least(10, BATCHED),
} satisfies RowSpecs;

const KERNELS = {
  "loss, curvature and bounds against loss and bound, WebGL": most(3, `time; ${DEFAULT}`),
  "loss, curvature and bounds against loss and bound, processor": most(3, `time; ${DEFAULT}`),
  "bounds against none, WebGL": most(1.5, `time of loss and curvature; ${DEFAULT}`),
  "bounds against none, processor": most(1.5, `time of loss and curvature; ${DEFAULT}`),
  "WebGL against the float64 reference": least(15, EVERYTHING),
  "processor, one thread, against the float64 reference": least(25, EVERYTHING),
  "processor, all its threads, against the float64 reference": times(undefined, EVERYTHING),
  "WebGL against the float64 reference, wide": times(undefined, "the same; 2-32-32-1/128, 33 × 33 points"),
  "processor, one thread, against the float64 reference, wide": times(
    undefined,
    "the same; 2-32-32-1/128, 33 × 33 points",
  ),
  "points a second, WebGL": { unit: "1/s", target: { least: 50_000 }, note: EVERYTHING },
  "points a second, processor, one thread": { unit: "1/s", target: { least: 50_000 }, note: EVERYTHING },
  "points a second, processor, all its threads": { unit: "1/s", target: { least: 50_000 }, note: EVERYTHING },
} satisfies RowSpecs;

const SCALING = {
  "time a point and sample, 257 × 257 against 65 × 65, WebGL": most(1.2, "2-8-8-1/128"),
  "time a point and sample, 257 × 257 against 65 × 65, processor": most(1.2, "2-8-8-1/128"),
  "64 inputs against 2, WebGL": most(1.2, `time; ${DEFAULT}`),
  "64 inputs against 2, processor": most(1.2, `time; ${DEFAULT}`),
} satisfies RowSpecs;

const undecided = (note: string): RowSpec => ({ unit: "%", target: { most: 0.1 }, note });

const UNDECIDED = {
  "undecided, default picture": undecided("share of 97 × 97 points, after all evaluators, as the page begins"),
  "undecided, default picture, WebGL with the cascade": undecided("share of 97 × 97 points, after all evaluators"),
  ...(Object.fromEntries(
    TRAINED_NETWORKS.map(({ name }) => [
      `undecided, ${name}`,
      undecided("share of 65 × 65 points, after all evaluators, as the page begins"),
    ]),
  ) as Record<`undecided, ${TrainedName}`, RowSpec>),
  "undecided by WebGL alone, default picture": { unit: "%", note: "share of 97 × 97 points before float64" },
} satisfies RowSpecs;

const TRAINING = {
  "200 training steps, fused WebGL against tfjs ops": least(10, "2-8-8-1/128, Adam; time by tfjs ops / this"),
  "200 training steps, float64 against tfjs ops": least(10, "2-8-8-1/128, Adam; time by tfjs ops / this"),
} satisfies RowSpecs;

type Engine = "WebGL" | "processor";
type Looseness = `looseness of the ${"loss" | "curvature"} bound, ${Engine}, ${Activation}`;

/** A table of its own on the page: the median over 33 × 33 points of the stated bound over the true error. */
const LOOSENESS = Object.fromEntries(
  ACTIVATIONS.flatMap((activation) =>
    (["WebGL", "processor"] as const).flatMap((engine) =>
      (["loss", "curvature"] as const).map((field) => [
        `looseness of the ${field} bound, ${engine}, ${activation}`,
        times(undefined, "stated bound / true error, median of 33 × 33 points; 2-8-8-1/128"),
      ]),
    ),
  ),
) as Record<Looseness, RowSpec>;

const flat = (unit: RowSpec["unit"], value: number): RowSpec => ({
  unit,
  target: { most: value },
  note: "after 1,000 evaluations more",
});

const MEMORY = {
  "tensors left behind, WebGL": flat("", 0),
  "textures and buffers left behind, WebGL": flat("", 0),
  "growth of the heap, WebGL": flat("kB", 500),
  "growth of the heap, processor": flat("kB", 500),
} satisfies RowSpecs;

const HESSIAN = {
  "whole Hessian at a point, in passes a parameter": {
    unit: "",
    target: { most: 30 },
    note: "2-8-8-1/128 relu: matrix, error and spectrum / (one float64 loss × 105 parameters)",
  },
} satisfies RowSpecs;

const NATIVE = {
  "processor against native C": least(0.4, `${EVERYTHING}, one thread, float64; time of C / this`),
  "processor against native C with vectors as narrow": times(
    undefined,
    "the same; the vectors of C hold two float64, as WebAssembly's do",
  ),
  "native C": { unit: "ms", note: EVERYTHING },
  "processor against PyTorch, batched": times(undefined, `${EVERYTHING}, one thread, float64; time of PyTorch / this`),
  "PyTorch, batched": { unit: "ms", note: `loss and curvature without bounds; ${DEFAULT}` },
} satisfies RowSpecs;

const OPENING = {
  "from opening to the first surface": { unit: "s", target: { most: 1.5 }, note: "the page's default experiment" },
  "from opening to the verdict": { unit: "s", note: "the page's default experiment" },
  "from opening to the whole surface": { unit: "s", note: "the page's default experiment, 97 × 97 points" },
  "scripts before the first surface": { unit: "kB", target: { most: 320 }, note: "JavaScript, gzip" },
  "longest task of the page's thread": { unit: "ms", target: { most: 50 }, note: "until the whole surface" },
  "longest task of the page's thread, processor time": {
    unit: "ms",
    target: { most: 50 },
    note: "the same, without what the machine does meanwhile; a new start with a trace",
  },
} satisfies RowSpecs;

const LIVE = {
  "surfaces a second while the plane moves": {
    unit: "1/s",
    target: { least: 8 },
    note: "the page's default experiment; a key that is held on the plane's seed",
  },
  "surfaces a second while the timeline moves": {
    unit: "1/s",
    target: { least: 8 },
    note: "the same; keys that are held on the timeline",
  },
  "longest task of the page's thread while they move": {
    unit: "ms",
    target: { most: 50 },
    note: "processor time, also of the whole slices between",
  },
} satisfies RowSpecs;

const EARLIER = {
  "from opening to the verdict against the earlier build": most(0.15, "time of this / time of the earlier build"),
  "from opening to the whole surface against the earlier build": most(0.25, "time of this / time of the earlier build"),
  "npm run landscape, default, against the earlier build": most(0.2, "time of this / time of the earlier build"),
  "npm run landscape, 2,048 samples, against the earlier build": most(
    0.05,
    "time of this / time of the earlier build; 2-50-2 relu, 97 × 49 points, whole Hessian at the centre",
  ),
} satisfies RowSpecs;

const COMMANDS = {
  "npm run landscape, default": { unit: "s", note: "from the start of the command to its end" },
  "npm run landscape, 2,048 samples": {
    unit: "s",
    note: "the same; 2-50-2 relu, 97 × 49 points, whole Hessian at the centre",
  },
  "undecided, 2,048 samples": { unit: "%", target: { most: 0.5 }, note: "share of the 97 × 49 points of that run" },
} satisfies RowSpecs;

/** The families of rows in the order of the performance page: those that a page measures, and those that Node measures. */
export const PAGE_ROWS = {
  baselines: BASELINES,
  kernels: KERNELS,
  scaling: SCALING,
  undecided: UNDECIDED,
  training: TRAINING,
  looseness: LOOSENESS,
} satisfies Readonly<Record<string, RowSpecs>>;

export const NODE_ROWS = {
  memory: MEMORY,
  hessian: HESSIAN,
  native: NATIVE,
  opening: OPENING,
  live: LIVE,
  commands: COMMANDS,
  earlier: EARLIER,
} satisfies Readonly<Record<string, RowSpecs>>;

export type PageFamily = keyof typeof PAGE_ROWS;
export type NodeFamily = keyof typeof NODE_ROWS;
