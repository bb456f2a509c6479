import { parseSpec } from "../../src/experiment/parse";
import type { Activation, LossKind } from "../../src/experiment/spec";
import { asParameters, layoutNetwork, unflattenWeights, zeroParameters } from "../../src/model/network/layout";
import { createRandom, type Random } from "../../src/numeric/random";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { planLandscape } from "../../src/slice/plan-landscape";

/** A family of slices that are convex by proof: an affine function of the weights inside a convex loss. */
interface ConvexFamily {
  readonly name: string;
  readonly loss: LossKind;
  readonly hidden: readonly number[];
  readonly activation?: Activation;
  readonly outputs?: number;
  readonly l2?: number;
  /** Standard deviation of the centre's weights. */
  readonly scale?: number;
  /** The second input repeats the first: the curvature has an eigenvalue of exactly 0. */
  readonly duplicated?: boolean;
  /** Distance of the inputs from the origin. */
  readonly offset?: number;
}

export const CONVEX_FAMILIES: readonly ConvexFamily[] = [
  { name: "linear regression", loss: "mse", hidden: [] },
  { name: "linear regression far from the origin", loss: "mse", hidden: [], offset: 1000 },
  { name: "ridge regression, three outputs", loss: "mse", hidden: [], outputs: 3, l2: 0.1 },
  { name: "logistic regression", loss: "bce", hidden: [] },
  { name: "saturated logistic regression", loss: "bce", hidden: [], scale: 30 },
  { name: "softmax regression", loss: "softmax-ce", hidden: [], outputs: 3 },
  { name: "saturated softmax regression", loss: "softmax-ce", hidden: [], outputs: 4, scale: 30 },
  { name: "linear hinge", loss: "hinge", hidden: [] },
  { name: "linear regression, a feature twice", loss: "mse", hidden: [], duplicated: true },
  { name: "logistic regression, a feature twice", loss: "bce", hidden: [], duplicated: true },
  { name: "the last layer of a deep relu network", loss: "mse", hidden: [6, 5, 4], activation: "relu" },
  { name: "the last layer of a relu classifier", loss: "bce", hidden: [8, 8], activation: "relu" },
  { name: "the last layer of a deep sigmoid network", loss: "mse", hidden: [5, 5, 5], activation: "sigmoid" },
  {
    name: "the last layer of a sigmoid classifier",
    loss: "softmax-ce",
    hidden: [6],
    activation: "sigmoid",
    outputs: 3,
  },
  { name: "the last layer of a gelu network", loss: "hinge", hidden: [6, 6], activation: "gelu", l2: 0.01 },
];

/** Half widths of the slices: from far below the rounding of the centre in float32 to far above the weights. */
export const CONTROL_ZOOMS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000] as const;

/** A random slice of a family at a zoom, made through the public spec. */
export function makeConvexControl(family: ConvexFamily, zoom: number, seed: number, size: number): LandscapePlan {
  const random = createRandom(seed, `convex control ${family.name} ${zoom}`);
  const outputs = family.outputs ?? 1;
  const samples = 12;
  const network = {
    layers: [2, ...family.hidden, outputs],
    activation: family.activation ?? "relu",
    output: "identity",
    residual: false,
  } as const;
  const layout = layoutNetwork({ ...network, layers: [...network.layers] });
  const draw = (spread: number) => zeroParameters(layout).map(() => spread * random.normal());
  const keepLast = (values: Float64Array) => values.map((entry, p) => (p < layout.layers.at(-1)!.kernel ? 0 : entry));
  const weights = (values: ArrayLike<number>) => ({ layers: unflattenWeights(layout, asParameters(layout, values)) });
  const center = asParameters(layout, draw(family.scale ?? 1));
  const spec = parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: {
      kind: "points",
      inputs: Array.from({ length: samples }, () => makeInput(family, random)),
      targets: Array.from({ length: samples }, () => makeTarget(family.loss, outputs, random)),
    },
    network,
    loss: { kind: family.loss, l2: family.l2 ?? 0 },
    weights: { kind: "given", ...weights(center) },
    plane: { kind: "given", x: weights(keepLast(draw(1))), y: weights(keepLast(draw(1))) },
    grid: { columns: size, rows: size, xRange: [-zoom, zoom], yRange: [-zoom, zoom] },
  });
  return planLandscape(spec, center);
}

function makeInput({ duplicated, offset = 0 }: ConvexFamily, random: Random): number[] {
  const first = offset + random.normal();
  return [first, duplicated ? first : offset + random.normal()];
}

function makeTarget(loss: LossKind, outputs: number, random: Random): number[] {
  const chosen = random.below(outputs);
  return Array.from({ length: outputs }, (_, j) => {
    if (loss === "mse") return random.normal();
    return loss === "softmax-ce" ? Number(j === chosen) : random.below(2);
  });
}
