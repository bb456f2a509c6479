import { datasetShape } from "../../experiment/dataset-shape";
import { SpecError } from "../../experiment/parse";
import type { LossKind, Spec } from "../../experiment/spec";
import type { ModelDocument } from "../../formats/models/model-document";
import { makeModelSpec } from "../../formats/models/model-experiment";
import { DATASET_NAMES } from "../../words/names";

/** A model on the page's present data; or the sentence that says why the two do not fit together. */
export type PresentFit = { readonly spec: Spec; readonly notes: readonly string[] } | { readonly problem: string };

export function fitPresentData(model: ModelDocument, present: Spec): PresentFit {
  const { inputs, outputs, task } = datasetShape(present.dataset);
  const [wantedInputs, wantedOutputs] = [model.network.layers[0]!, model.network.layers.at(-1)!];
  const { dataset } = present;
  const called = DATASET_NAMES[dataset.kind === "points" ? "points" : dataset.name].inText;
  const count = (value: number, what: string) => `${value} ${value === 1 ? what : `${what}s`}`;
  if (inputs !== wantedInputs || !outputs.includes(wantedOutputs)) {
    const takes = `${count(wantedInputs, "input")} and ${count(wantedOutputs, "output")}`;
    const has = `${count(inputs, "input")} and ${outputs.join(" or ")} ${outputs.length === 1 && outputs[0] === 1 ? "target" : "targets"}`;
    return {
      problem: `The model has ${takes}, and the present data (${called}) have ${has}: it needs a table of its own data.`,
    };
  }
  const notes: string[] = [];
  const loss = chooseLoss(model, present, task === "regression", wantedOutputs);
  try {
    const spec = makeModelSpec(model, dataset, loss, notes);
    return { spec: { ...spec, grid: { ...spec.grid, columns: present.grid.columns, rows: present.grid.rows } }, notes };
  } catch (error) {
    if (error instanceof SpecError)
      return { problem: `The model and the present data do not fit together: ${error.message}.` };
    throw error;
  }
}

/** A file of a model does not say its loss: it is the present one where that fits. */
function chooseLoss(
  { softmax }: ModelDocument,
  { loss, dataset }: Spec,
  isRegression: boolean,
  outputs: number,
): LossKind {
  if (isRegression) return "mse";
  if (softmax) return "softmax-ce";
  if (loss.kind === "softmax-ce" && outputs === 1) return "bce";
  return loss.kind === "mse" && dataset.kind !== "points" ? (outputs === 1 ? "bce" : "softmax-ce") : loss.kind;
}
