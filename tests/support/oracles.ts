import { parseSpec } from "../../src/experiment/parse";
import type { Activation, LayerWeights, LossSpec, NetworkSpec, Spec } from "../../src/experiment/spec";
import { flattenWeights, layoutNetwork } from "../../src/model/network/layout";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { planLandscape } from "../../src/slice/plan-landscape";
import table from "../oracles.json";

/*
 * Typed access to tests/oracles.json (50-digit arithmetic). Each of its cases that is a slice becomes a spec of the public format with the
 * values that an evaluator must find.
 */

type Numbers<Key extends string> = Readonly<Record<Key, number>>;
type Pair = readonly [number, number];
type Triple = readonly [number, number, number];

interface Chord<Point> {
  readonly p: Point;
  readonly q: Point;
  readonly mid: Point;
  readonly gap: number;
}

interface XorCase {
  readonly hidden: Activation;
  readonly loss: LossSpec["kind"];
  readonly theta: readonly number[];
  readonly d1: readonly number[];
  readonly d2: readonly number[];
  readonly L: number;
  readonly slice_grad: Pair;
  readonly slice_H: Triple;
  readonly slice_eig: Pair;
  /** Per unit of weight: of the plane's orthonormal basis. */
  readonly orthonormalised_slice_eig: Pair;
  readonly full_grad: readonly number[];
  readonly grid_h0_5: Readonly<Record<string, number>>;
  readonly collapsed_average: { readonly theta: readonly number[]; readonly L: number };
}

/** The cases that are used here, with the fields that are used. */
interface OracleCases {
  "01-relu1-midpoint": { losses: Record<string, number>; chords: readonly Chord<number>[] };
  "03-relu2-w2relu(w1)": {
    points: readonly { w: Pair; L: number; grad: Pair; H: Triple; eig: Pair }[];
    chords: readonly (Chord<Pair> & { L: Triple })[];
    scale_symmetry: readonly { w: Pair; L: number; eig: Pair }[];
    "grid_counts_41x41_step0.1_[-2,2]^2": Numbers<"nonconvex" | "pd" | "singular" | "flat" | "crease">;
  };
  "04-linear-product-saddle": {
    origin: { L: number; grad: Pair; H: Triple; eig: Pair };
    at_1_1: { L: number; H: Triple; eig: Pair };
    at_2_m1: { L: number; grad: Pair; H: Triple; eig: Pair };
    chord: Chord<Pair>;
    weight_decay_check: Numbers<"lam" | "t" | "det">;
  };
  "06-sigmoid1-mse": {
    by_y: readonly { y: number; w_roots: readonly [number | null, number | null] }[];
    second_derivative_y1: Record<string, number>;
    loss_y1: Record<string, number>;
    grad_y1: Record<string, number>;
    most_negative: Numbers<"w" | "L2">;
    chord: Numbers<"p" | "q" | "mid" | "gap">;
  };
  "07-seed-R-code": { values: Record<string, Numbers<"exact">> } & Numbers<"exact_m100" | "exact_p100">;
  "08-control-logistic-bce": {
    data: readonly Pair[];
    points: readonly { w: number; b: number; L: number; grad: Pair; H: Triple; eig: Pair }[];
  };
  "09-control-linreg-mse": {
    data: readonly Pair[];
    at: Pair;
    L: number;
    grad: Pair;
    H: Triple;
    eig: Pair;
    minimum: Numbers<"w" | "b" | "L">;
  };
  "12-crease-slice-(w,b)": {
    data: readonly Pair[];
    losses: Record<string, number>;
    fd_identity: { at: Pair; second_difference: number };
  };
  "13-xor-2-2-1-sigmoid-bce": XorCase;
  "13-xor-2-2-1-relu-mse": XorCase;
  "13-xor-2-2-1-relu-bce": XorCase;
  "15-filter-normalisation": {
    W1: readonly Pair[];
    D1_random: readonly Pair[];
    b1: Pair;
    W2: readonly Triple[];
    D2_random: readonly Triple[];
    result: { D1: readonly Pair[]; D2: readonly Triple[] };
    edge: { layer_norm_D1: readonly Pair[] };
  };
  "16-pca-trajectory": {
    trajectory: readonly Triple[];
    centered_sklearn: {
      components: readonly [Triple, Triple];
      explained_ratio: Triple;
      coords_rel_final: readonly Pair[];
    };
  };
  "18-ae-hessian-blind-spot": {
    chords: readonly (Chord<Pair> & { L: Triple; nonconvex_proved: boolean })[];
  };
}

/** One case of tests/oracles.json. */
export function oracle<Id extends keyof OracleCases>(id: Id): OracleCases[Id] {
  const found = table.cases.find((entry) => entry.id === id);
  if (found === undefined) throw new RangeError(`oracles.json has no case ${id}`);
  return found as unknown as OracleCases[Id];
}

/** The known values at one point of a slice; x and y are slice coordinates. */
export interface KnownPoint {
  readonly x: number;
  readonly y: number;
  readonly loss?: number;
  readonly gradient?: Pair;
  /** xx, xy, yy */
  readonly hessian?: Triple;
  readonly eigenvalues?: Pair;
}

export interface KnownSlice {
  readonly title: string;
  readonly spec: Spec;
  readonly points: readonly KnownPoint[];
}

/**
 * The error of an oracle's value by rounding: the value and the point are rounded to float64. Every value is a polynomial of the point (or
 * has a slope below 1) in which no monomial exceeds a few times 1 + |value|.
 */
export function fileRounding(value: number): number {
  return 16 * 2 ** -53 * (1 + Math.abs(value));
}

/** A single-output network of given weights whose slice moves two single entries of θ; or one entry, which both x and y move. */
function sliceSpec(parts: {
  network: Partial<NetworkSpec> & Pick<NetworkSpec, "layers">;
  loss: LossSpec;
  data: readonly Pair[];
  weights: LayerWeights[];
  x: LayerWeights[];
  y: LayerWeights[];
  grid?: Partial<Spec["grid"]>;
}): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: {
      kind: "points",
      inputs: parts.data.map(([input]) => [input]),
      targets: parts.data.map(([, target]) => [target]),
    },
    network: parts.network,
    loss: parts.loss,
    weights: { kind: "given", layers: parts.weights },
    plane: { kind: "given", x: { layers: parts.x }, y: { layers: parts.y } },
    grid: parts.grid ?? {},
  });
}

const unit = (kernel: number, bias: number): LayerWeights => ({ kernel: [[kernel]], bias: [bias] });

/** (w₂·φ(w₁·x + b) − y)² around zero, moving two of its numbers. */
export function oneNeuronSpec(
  activation: Activation,
  data: readonly Pair[],
  moved: "w" | "w,b" | "w,w2",
  grid: Partial<Spec["grid"]> = {},
  l2 = 0,
): Spec {
  const outputWeight = moved === "w,w2" ? 0 : 1;
  const y = { w: [unit(1, 0), unit(0, 0)], "w,b": [unit(0, 1), unit(0, 0)], "w,w2": [unit(0, 0), unit(1, 0)] }[moved];
  return sliceSpec({
    network: { layers: [1, 1, 1], activation },
    loss: { kind: "mse", l2 },
    data,
    weights: [unit(0, 0), unit(outputWeight, 0)],
    x: [unit(1, 0), unit(0, 0)],
    y,
    grid,
  });
}

/** φ(w·x + b) without a hidden layer, over (w, b). */
export function oneLayerSpec(
  loss: LossSpec["kind"],
  output: NetworkSpec["output"],
  data: readonly Pair[],
  moved: "w" | "w,b" = "w,b",
  grid: Partial<Spec["grid"]> = {},
): Spec {
  return sliceSpec({
    network: { layers: [1, 1], output },
    loss: { kind: loss, l2: 0 },
    data,
    weights: [unit(0, 0)],
    x: [unit(1, 0)],
    y: [moved === "w" ? unit(1, 0) : unit(0, 1)],
    grid,
  });
}

/** The file's flat order (kernels out × in) as the contract's layers (in × out) of a 2-2-1 network. */
function xorLayers(flat: readonly number[]): LayerWeights[] {
  const [a, b, c, d, b1, b2, v1, v2, b3] = flat as readonly number[] & { length: 9 };
  return [
    {
      kernel: [
        [a!, c!],
        [b!, d!],
      ],
      bias: [b1!, b2!],
    },
    { kernel: [[v1!], [v2!]], bias: [b3!] },
  ];
}

export const XOR_CASES = ["13-xor-2-2-1-sigmoid-bce", "13-xor-2-2-1-relu-mse", "13-xor-2-2-1-relu-bce"] as const;

/** A 13-xor case over its own 3 × 3 grid. */
export function xorSpec(id: (typeof XOR_CASES)[number], theta?: readonly number[]): Spec {
  const known = oracle(id);
  return parseSpec({
    format: "losscape-spec",
    version: 1,
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
    network: { layers: [2, 2, 1], activation: known.hidden },
    loss: { kind: known.loss },
    weights: { kind: "given", layers: xorLayers(theta ?? known.theta) },
    plane: { kind: "given", x: { layers: xorLayers(known.d1) }, y: { layers: xorLayers(known.d2) } },
    grid: { columns: 3, rows: 3, xRange: [-0.5, 0.5], yRange: [-0.5, 0.5] },
  });
}

/** The file's full gradient of a 13-xor case in the contract's flat order. */
export function xorGradient(id: (typeof XOR_CASES)[number]): Float64Array {
  const { network } = xorSpec(id);
  return flattenWeights(layoutNetwork(network), xorLayers(oracle(id).full_grad));
}

function parsePair(key: string): { x: number; y: number } {
  const [x, y] = key.split(",").map(Number);
  return { x: x!, y: y! };
}

function lossesAt(losses: Readonly<Record<string, number>>): KnownPoint[] {
  return Object.entries(losses).map(([key, loss]) => ({ ...parsePair(key.includes(",") ? key : `${key},0`), loss }));
}

/** The losses at the ends and the middle of a chord. */
function chordPoints({ p, q, mid, L }: Chord<Pair> & { L: Triple }): KnownPoint[] {
  return [p, q, mid].map(([x, y], i) => ({ x, y, loss: L[i]! }));
}

function listSlices(): KnownSlice[] {
  const [c01, c03, c04, c06] = [
    oracle("01-relu1-midpoint"),
    oracle("03-relu2-w2relu(w1)"),
    oracle("04-linear-product-saddle"),
    oracle("06-sigmoid1-mse"),
  ];
  const [c08, c09, c12] = [
    oracle("08-control-logistic-bce"),
    oracle("09-control-linreg-mse"),
    oracle("12-crease-slice-(w,b)"),
  ];
  const blindSpot = oracle("18-ae-hessian-blind-spot");
  const one: readonly Pair[] = [[1, 1]];
  return [
    { title: "01 (relu(w) − 1)²", spec: oneNeuronSpec("relu", one, "w"), points: lossesAt(c01.losses) },
    {
      title: "03 (w₂·relu(w₁) − 1)²",
      spec: oneNeuronSpec("relu", one, "w,w2"),
      points: [
        ...c03.points.map(({ w, L, grad, H, eig }) => ({
          x: w[0],
          y: w[1],
          loss: L,
          gradient: grad,
          hessian: H,
          eigenvalues: eig,
        })),
        ...c03.scale_symmetry.map(({ w, L, eig }) => ({ x: w[0], y: w[1], loss: L, eigenvalues: eig })),
        ...c03.chords.flatMap(chordPoints),
      ],
    },
    {
      title: "04 (w₁w₂ − 1)²",
      spec: oneNeuronSpec("identity", one, "w,w2"),
      points: [
        {
          x: 0,
          y: 0,
          loss: c04.origin.L,
          gradient: c04.origin.grad,
          hessian: c04.origin.H,
          eigenvalues: c04.origin.eig,
        },
        { x: 1, y: 1, loss: c04.at_1_1.L, hessian: c04.at_1_1.H, eigenvalues: c04.at_1_1.eig },
        {
          x: 2,
          y: -1,
          loss: c04.at_2_m1.L,
          gradient: c04.at_2_m1.grad,
          hessian: c04.at_2_m1.H,
          eigenvalues: c04.at_2_m1.eig,
        },
      ],
    },
    {
      // y moves w as x does: on the row y = 0 the gradient and all three second derivatives are those of L(w).
      title: "06 (σ(w) − 1)²",
      spec: oneLayerSpec("mse", "sigmoid", one, "w"),
      points: [
        ...Object.keys(c06.loss_y1).map((w): KnownPoint => {
          const [slope, curvature] = [c06.grad_y1[w]!, c06.second_derivative_y1[w]!];
          return {
            x: Number(w),
            y: 0,
            loss: c06.loss_y1[w]!,
            gradient: [slope, slope],
            hessian: [curvature, curvature, curvature],
          };
        }),
        { x: c06.most_negative.w, y: 0, hessian: [c06.most_negative.L2, c06.most_negative.L2, c06.most_negative.L2] },
      ],
    },
    {
      title: "08 logistic regression, bce",
      spec: oneLayerSpec("bce", "identity", c08.data),
      points: c08.points.map(({ w, b, L, grad, H, eig }) => ({
        x: w,
        y: b,
        loss: L,
        gradient: grad,
        hessian: H,
        eigenvalues: eig,
      })),
    },
    {
      title: "09 linear regression, mse",
      spec: oneLayerSpec("mse", "identity", c09.data),
      points: [
        { x: c09.at[0], y: c09.at[1], loss: c09.L, gradient: c09.grad, hessian: c09.H, eigenvalues: c09.eig },
        { x: c09.minimum.w, y: c09.minimum.b, loss: c09.minimum.L, gradient: [0, 0], hessian: c09.H },
      ],
    },
    {
      title: "12 a ReLU neuron over (w, b)",
      spec: oneNeuronSpec("relu", c12.data, "w,b"),
      points: lossesAt(c12.losses),
    },
    {
      title: "18 chords of the same",
      spec: oneNeuronSpec("relu", c12.data, "w,b"),
      points: blindSpot.chords.flatMap(chordPoints),
    },
    ...XOR_CASES.map((id): KnownSlice => {
      const known = oracle(id);
      return {
        title: id,
        spec: xorSpec(id),
        points: [
          ...lossesAt(known.grid_h0_5),
          {
            x: 0,
            y: 0,
            loss: known.L,
            gradient: known.slice_grad,
            hessian: known.slice_H,
            eigenvalues: known.slice_eig,
          },
        ],
      };
    }),
  ];
}

/** Every case of the file that is a slice: one table for all evaluators. */
export const KNOWN_SLICES: readonly KnownSlice[] = listSlices();

/** The plan of a known slice, with a grid through exactly the known coordinates, and each point's index in it. */
export function planThroughKnownPoints({ spec, points }: KnownSlice): { plan: LandscapePlan; indices: number[] } {
  if (spec.weights.kind !== "given") throw new TypeError("an oracle's weights are given");
  const center = flattenWeights(layoutNetwork(spec.network), spec.weights.layers);
  const sorted = (values: readonly number[]) => Float64Array.from(new Set(values)).sort();
  const [x, y] = [sorted(points.map((point) => point.x)), sorted(points.map((point) => point.y))];
  const plan = { ...planLandscape(spec, center), grid: { columns: x.length, rows: y.length, x, y } };
  return { plan, indices: points.map((point) => y.indexOf(point.y) * x.length + x.indexOf(point.x)) };
}
