import type { AxisWords } from "../../drawing/surface/axis-names";
import type { PlaneSpec, Spec } from "../../experiment/spec";
import { layoutNetwork } from "../../model/network/layout";
import type { Exchange } from "../../model/network/permutation";

const ACROSS = "random direction";

/**
 * What the axes of a slice are, in the few words that fit beside them.
 * @param exchange  the units of an exchange plane, where they are known
 */
export function nameAxes(spec: Spec, exchange: Exchange | null): AxisWords {
  const { plane } = spec;
  switch (plane.kind) {
    case "weights":
      return { x: nameParameter(spec, plane.x), y: nameParameter(spec, plane.y) };
    case "permutation": {
      const units = exchange ? `units ${exchange.units[0] + 1} and ${exchange.units[1] + 1}` : "two units";
      return { x: `to the copy with ${units} exchanged`, y: ACROSS };
    }
    default:
      return AXIS_WORDS[plane.kind];
  }
}

const AXIS_WORDS: Readonly<Record<Exclude<PlaneSpec["kind"], "weights" | "permutation">, AxisWords>> = {
  given: { x: "given direction", y: "given direction" },
  random: { x: "random direction", y: "random direction" },
  hessian: { x: "direction of highest curvature", y: "direction of lowest curvature" },
  gradient: { x: "along the gradient", y: "along the change of the gradient" },
  "trajectory-pca": { x: "main direction of the training", y: "second direction of the training" },
  interpolation: { x: "to the other solution", y: ACROSS },
  minima: { x: "to the second solution", y: "towards the third solution" },
};

/** Where a parameter lies in the network: "layer 1: input 2 → unit 3", "output: bias". @param index  in θ */
function nameParameter({ network }: Pick<Spec, "network">, index: number): string {
  const { layers } = layoutNetwork(network);
  const place = layers.findIndex(({ bias, units }) => index < bias + units);
  const layer = layers[place];
  if (!layer) return "no such weight";
  const where = place === layers.length - 1 ? "output" : `layer ${place + 1}`;
  const unit = (j: number): string => (layer.units === 1 ? "" : ` ${j + 1}`);
  if (index >= layer.bias)
    return `bias of ${place === layers.length - 1 ? "output" : `${where}, unit`}${unit(index - layer.bias)}`;
  const offset = index - layer.kernel;
  const from = `${place === 0 ? "input" : "unit"} ${Math.floor(offset / layer.units) + 1}`;
  return `weight ${place === 0 ? "" : `of ${where}: `}${from} → ${place === layers.length - 1 ? "output" : "unit"}${unit(offset % layer.units)}`;
}
