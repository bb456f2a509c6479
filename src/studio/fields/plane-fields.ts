import { LIMITS, type Limit } from "../../experiment/limits";
import { refuseHessian } from "../../experiment/network-size";
import type { ExchangePlaneSpec, PlaneSpec, Spec } from "../../experiment/spec";
import { layoutNetwork } from "../../model/network/layout";
import type { Exchange } from "../../model/network/permutation";
import { listOptions, NORMALIZATION_NAMES, PLANE_NAMES } from "../../words/names";
import { type ChoiceField, type Field, type FlagField, type NumberField, withSections } from "./field";

type PlaneKind = PlaneSpec["kind"];
type RandomPlane = Extract<PlaneSpec, { kind: "random" }>;

export const FRESH_PLANE: RandomPlane = { kind: "random", normalization: "filter", seed: 3 };

/** How many units a hidden layer has; 0 where there is no such layer. */
export function exchangeWidth(spec: Spec, layer: number): number {
  return layer < spec.network.layers.length - 2 ? (spec.network.layers[layer + 1] ?? 0) : 0;
}

/** The exchange of the two units that raise the loss most half way. */
export const FRESH_EXCHANGE: ExchangePlaneSpec = { kind: "permutation", seed: 3 };

/** Whether a hidden layer has two units. */
export function hasExchange(spec: Spec): boolean {
  return spec.network.layers.slice(1, -1).some((width) => width >= 2);
}

/** The first two units of the first hidden layer that has two. */
function findFirstExchange(spec: Spec): Exchange {
  return {
    layer: Math.max(
      0,
      spec.network.layers.slice(1, -1).findIndex((width) => width >= 2),
    ),
    units: [0, 1],
  };
}

/** An exchange plane with chosen units. */
type ChosenExchange = ExchangePlaneSpec & Exchange;

function exchange({ plane }: Spec): ChosenExchange | null {
  if (plane.kind !== "permutation" || plane.layer === undefined || plane.units === undefined) return null;
  return { ...plane, layer: plane.layer, units: plane.units };
}

function exchangedUnit(place: 0 | 1): NumberField {
  return {
    kind: "number",
    group: "Plane",
    label: place === 0 ? "Exchange unit" : "with unit",
    title:
      "The copy of the network with these two units exchanged lies at x = 1 and has the same loss; half way there the loss may be higher",
    limit: (spec) => ({ min: 1, max: exchangeWidth(spec, exchange(spec)?.layer ?? 0) }),
    whole: true,
    read: (spec) => {
      const unit = exchange(spec)?.units[place];
      return unit === undefined ? null : unit + 1;
    },
    write: (spec, value) => {
      const plane = exchange(spec);
      if (!plane) return spec;
      const [first, second] = plane.units;
      const units: [number, number] = place === 0 ? [value - 1, second] : [first, value - 1];
      return withSections(spec, { plane: { ...plane, units } });
    },
  };
}

function randomPlane(spec: Spec): RandomPlane | null {
  return spec.plane.kind === "random" ? spec.plane : null;
}

/** How many weight layers the network has: one more than its hidden layers. */
function layerCount(spec: Spec): number {
  return spec.network.layers.length - 1;
}

/** The layers that a random plane changes. */
function planeLayers(spec: Spec): readonly number[] {
  return randomPlane(spec)?.layers ?? Array.from({ length: layerCount(spec) }, (_, layer) => layer);
}

function layerName(layer: number, count: number): string {
  return layer === count - 1 ? "the output layer" : `hidden layer ${layer + 1}`;
}

function layerField(layer: number): FlagField {
  return {
    kind: "flag",
    group: "Plane",
    label: `Move layer ${layer + 1}`,
    title: `Whether the plane changes the weights of layer ${layer + 1}; the last layer is the output`,
    read: (spec) =>
      randomPlane(spec) && layerCount(spec) > 1 && layer < layerCount(spec) ? planeLayers(spec).includes(layer) : null,
    write: (spec, moves) => {
      const plane = randomPlane(spec);
      if (!plane) return spec;
      const others = planeLayers(spec).filter((other) => other !== layer);
      const layers = moves ? [...others, layer].sort((a, b) => a - b) : others;
      const { layers: _, ...rest } = plane;
      return withSections(spec, { plane: layers.length === layerCount(spec) ? rest : { ...rest, layers } });
    },
  };
}

/** Where a parameter lies in the network: "hidden layer 1, input 2 to unit 3". @param index  in θ */
function describeParameter(spec: Spec, index: number): string {
  const layout = layoutNetwork(spec.network);
  const place = layout.layers.findIndex(({ bias, units }) => index < bias + units);
  const layer = layout.layers[place];
  if (!layer) return "no such weight";
  const where = layerName(place, layout.layers.length);
  if (index >= layer.bias) return `${where}, bias of unit ${index - layer.bias + 1}`;
  const offset = index - layer.kernel;
  return `${where}, input ${Math.floor(offset / layer.units) + 1} to unit ${(offset % layer.units) + 1}`;
}

function parameterLimit(spec: Spec): Limit {
  return { min: 0, max: layoutNetwork(spec.network).parameterCount - 1 };
}

function weightField(axis: "x" | "y"): NumberField {
  return {
    kind: "number",
    group: "Plane",
    label: `Weight ${axis}`,
    title: `The weight that the ${axis} axis changes: its index in θ, from 0`,
    limit: parameterLimit,
    whole: true,
    describe: (spec) => (spec.plane.kind === "weights" ? describeParameter(spec, spec.plane[axis]) : ""),
    read: ({ plane }) => (plane.kind === "weights" ? plane[axis] : null),
    write: (spec, value) =>
      spec.plane.kind === "weights" ? withSections(spec, { plane: { ...spec.plane, [axis]: value } }) : spec,
  };
}

/** Planes that contain weights, from a file, a link or the Solutions tool. The menu names such a plane while it is chosen, but does not offer it. */
const PLANES_OF_WEIGHTS: readonly PlaneKind[] = ["given", "interpolation", "minima"];

/** A kind of plane that the reader may choose. */
interface PlaneChoice {
  readonly make: (spec: Spec) => PlaneSpec;
  /** Absent: for every experiment. */
  readonly isOffered?: (spec: Spec) => boolean;
}

/** In the order in which they are offered. */
const PLANE_CHOICES: Readonly<Partial<Record<PlaneKind, PlaneChoice>>> = {
  random: { make: () => FRESH_PLANE },
  weights: { make: () => ({ kind: "weights", x: 0, y: 1 }) },
  hessian: {
    make: () => ({ kind: "hessian" }),
    isOffered: ({ network }) => refuseHessian(network) === null,
  },
  gradient: { make: () => ({ kind: "gradient" }) },
  "trajectory-pca": {
    make: () => ({ kind: "trajectory-pca" }),
    isOffered: ({ weights }) => weights.kind === "trained",
  },
  permutation: { make: () => FRESH_EXCHANGE, isOffered: hasExchange },
};

function listPlanes(spec: Spec): readonly PlaneKind[] {
  const choices = Object.entries(PLANE_CHOICES) as [PlaneKind, PlaneChoice][];
  return [
    ...(PLANES_OF_WEIGHTS.includes(spec.plane.kind) ? [spec.plane.kind] : []),
    ...choices.filter(([, { isOffered }]) => isOffered?.(spec) ?? true).map(([kind]) => kind),
  ];
}

const planeKind: ChoiceField = {
  kind: "choice",
  group: "Plane",
  label: "Plane",
  title: "The two directions in weight space along which the loss is drawn",
  options: (spec) => listOptions(PLANE_NAMES, listPlanes(spec)),
  read: ({ plane }) => plane.kind,
  write: (spec, kind) => {
    const choice = PLANE_CHOICES[kind as PlaneKind];
    return choice && kind !== spec.plane.kind ? withSections(spec, { plane: choice.make(spec) }) : spec;
  },
};

export const PLANE_FIELDS = {
  plane: planeKind,
  normalization: {
    kind: "choice",
    group: "Plane",
    label: "Normalisation",
    title: "Scales the random directions to the weights, so that different networks can be compared (Li et al. 2018)",
    options: listOptions(NORMALIZATION_NAMES),
    read: (spec) => randomPlane(spec)?.normalization ?? null,
    write: (spec, value) => {
      const plane = randomPlane(spec);
      return plane
        ? withSections(spec, { plane: { ...plane, normalization: value as RandomPlane["normalization"] } })
        : spec;
    },
  },
  planeSeed: {
    kind: "number",
    group: "Plane",
    label: "Plane seed",
    title: "A whole number; another one draws other directions",
    limit: LIMITS.seed,
    whole: true,
    read: (spec) => randomPlane(spec)?.seed ?? null,
    write: (spec, seed) => {
      const plane = randomPlane(spec);
      return plane ? withSections(spec, { plane: { ...plane, seed } }) : spec;
    },
  },
  planeLayer1: layerField(0),
  planeLayer2: layerField(1),
  planeLayer3: layerField(2),
  planeLayer4: layerField(3),
  planeLayer5: layerField(4),
  planeLayer6: layerField(5),
  planeLayer7: layerField(6),
  exchangeChoice: {
    kind: "flag",
    group: "Plane",
    label: "Highest rise",
    title: "Exchanges the two units that raise the loss most half way; without it you choose the units",
    read: ({ plane }) => (plane.kind === "permutation" ? plane.units === undefined : null),
    write: (spec, isHighest) => {
      if (spec.plane.kind !== "permutation") return spec;
      const { kind, seed } = spec.plane;
      const plane = { kind, seed };
      return withSections(spec, { plane: isHighest ? plane : { ...plane, ...findFirstExchange(spec) } });
    },
  },
  exchangeLayer: {
    kind: "number",
    group: "Plane",
    label: "In hidden layer",
    title: "The hidden layer whose units are exchanged",
    limit: (spec) => ({ min: 1, max: Math.max(1, layerCount(spec) - 1) }),
    whole: true,
    read: (spec) => {
      const layer = exchange(spec)?.layer;
      return layer === undefined ? null : layer + 1;
    },
    write: (spec, value) => {
      const plane = exchange(spec);
      return plane ? withSections(spec, { plane: { ...plane, layer: value - 1 } }) : spec;
    },
  },
  exchangeFirst: exchangedUnit(0),
  exchangeSecond: exchangedUnit(1),
  weightX: weightField("x"),
  weightY: weightField("y"),
} as const satisfies Record<string, Field>;
