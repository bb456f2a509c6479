import { parseSpec } from "../../experiment/parse";
import type { DatasetSpec, LossKind, NetworkSpec, Spec } from "../../experiment/spec";
import { FormatError } from "../format-error";
import type { Table } from "../tables/read-table";
import { makeTableDataset, type TableChoice, type TableDataset } from "../tables/table-dataset";
import type { ModelDocument } from "./model-document";

/** An experiment with a model's weights on a table's rows, and what is to be said of it. */
export interface ModelExperiment {
  readonly spec: Spec;
  readonly notes: readonly string[];
}

/**
 * The landscape of a model around its own weights: its network, the table's rows as samples, the loss that fits both, and a random plane.
 *
 * @param choice  columns by name; the table is not standardised unless it is asked, as the model takes the inputs that it was trained on
 * @throws FormatError, SpecError with one sentence
 */
export function makeModelExperiment(
  model: ModelDocument,
  table: Table,
  choice: Omit<TableChoice, "outputs">,
): ModelExperiment {
  const [inputs] = model.network.layers;
  const outputs = model.network.layers.at(-1)!;
  const data = makeTableDataset(table, { ...choice, outputs });
  if (data.inputs.length !== inputs) {
    const names = data.inputs.slice(0, 12).map(({ name }) => name);
    throw new FormatError(
      `the model takes ${inputs} inputs, and the table has ${data.inputs.length} columns for them (${names.join(", ")}): choose the inputs`,
    );
  }
  const notes = [...data.notes];
  const loss = chooseLoss(model, data, notes);
  return { spec: makeModelSpec(model, data.dataset, loss, notes), notes };
}

/**
 * The landscape of a model around its own weights, on any data and loss, in a random plane.
 *
 * @param notes  gets a sentence where the network is changed
 * @throws SpecError with one sentence where they do not fit together
 */
export function makeModelSpec(model: ModelDocument, dataset: DatasetSpec, loss: LossKind, notes: string[]): Spec {
  return parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset,
    network: chooseOutput(model.network, loss, notes),
    loss: { kind: loss },
    weights: model.weights,
    plane: { kind: "random" },
  });
}

/** The loss that such a network is trained with; the file of a model does not say it. */
function chooseLoss({ network, softmax }: ModelDocument, { classes }: TableDataset, notes: string[]): LossKind {
  const outputs = network.layers.at(-1)!;
  const kind = classes === null ? "mse" : outputs === 1 ? "bce" : "softmax-ce";
  if (softmax && kind !== "softmax-ce") {
    throw new FormatError("the model ends with a softmax, and the target is not one class of several");
  }
  const why = classes === null ? "numbers" : `${classes.length} classes`;
  notes.push(`The loss is ${kind}, as the target is ${why}: the model does not say how it was trained.`);
  return kind;
}

/** Cross-entropies take the outputs before their sigmoid. */
function chooseOutput(network: NetworkSpec, loss: LossKind, notes: string[]): NetworkSpec {
  if (network.output === "identity" || loss === "mse") return network;
  notes.push(`The sigmoid of the outputs is part of the loss ${loss}, so the network here ends before it.`);
  return { ...network, output: "identity" };
}
