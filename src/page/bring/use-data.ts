import { parseSpec } from "../../experiment/parse";
import type { LossKind, Spec } from "../../experiment/spec";
import type { TableDataset } from "../../formats/tables/table-dataset";
import { repairSpec } from "../../studio/state/repair";
import { joinWords, LOSS_NAMES } from "../../words/names";
import { formatExact } from "../../words/numbers";

/** An experiment on the reader's data, and what was changed for it. */
export interface DataExperiment {
  readonly spec: Spec;
  /** One sentence. */
  readonly sentence: string;
}

/**
 * The same experiment on other data. The widths of the first and the last layer and the loss follow the data, and weights or a plane that
 * do not fit any more are replaced.
 *
 * @throws SpecError with one sentence where the data exceed a limit
 */
export function useData(
  spec: Spec,
  { dataset, classes }: Pick<TableDataset, "dataset" | "classes">,
  name: string,
): DataExperiment {
  const { network, loss } = spec;
  const inputs = dataset.inputs[0]!.length;
  const outputs = dataset.targets[0]!.length;
  const kind = fitLoss(loss.kind, classes?.length ?? null);
  const adapted: Spec = {
    ...spec,
    dataset,
    network: {
      ...network,
      layers: [inputs, ...network.layers.slice(1, -1), outputs],
      // A sigmoid is part of both cross-entropies, and holds numbers between 0 and 1.
      output: kind === "mse" && classes ? network.output : "identity",
    },
    loss: { ...loss, kind },
  };
  const { spec: repaired } = repairSpec(adapted, "dataset", spec);
  const made = parseSpec(repaired);
  return { spec: made, sentence: describeChange(spec, made, name) };
}

/** The present loss where it fits, else the usual one. @param classes  null where the targets are numbers */
function fitLoss(present: LossKind, classes: number | null): LossKind {
  if (classes === null) return "mse";
  if (classes > 2) return present === "mse" ? "mse" : "softmax-ce";
  return present === "softmax-ce" ? "bce" : present;
}

function describeChange(before: Spec, after: Spec, name: string): string {
  const samples = after.dataset.kind === "points" ? after.dataset.inputs.length : 0;
  const changes: string[] = [];
  const [inputs, outputs] = [after.network.layers[0]!, after.network.layers.at(-1)!];
  const count = (value: number, what: string) => `${value} ${value === 1 ? what : `${what}s`}`;
  if (inputs !== before.network.layers[0] || outputs !== before.network.layers.at(-1)) {
    changes.push(`the network has ${count(inputs, "input")} and ${count(outputs, "output")}`);
  }
  if (after.network.output !== before.network.output) changes.push("its outputs have no sigmoid");
  if (after.loss.kind !== before.loss.kind) changes.push(`the loss is ${LOSS_NAMES[after.loss.kind].inText}`);
  if (after.weights.kind !== before.weights.kind) changes.push("it is trained");
  if (after.plane.kind !== before.plane.kind) changes.push("the plane has two random directions");
  const now = changes.length > 0 ? `; now ${joinWords(changes)}` : "";
  return `The data are ${formatExact(samples)} rows of ${name}${now}. Undo brings back what was there.`;
}
