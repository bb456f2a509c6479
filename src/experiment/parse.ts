import * as v from "valibot";
import { type DatasetShape, datasetShape } from "./dataset-shape";
import { LIMITS, type Limit } from "./limits";
import { countParameters, refuseHessian } from "./network-size";
import { escapeInvisible, quoteText } from "./quote";
import {
  type ExchangePlaneSpec,
  type LayerWeights,
  type NetworkSpec,
  type NetworkWeights,
  type Spec,
  SpecSchema,
} from "./spec";

/** Bad input. The message is one sentence that names the field and the limit; text that it quotes is made visible. */
export class SpecError extends Error {
  override name = "SpecError";

  constructor(message: string) {
    super(escapeInvisible(message));
  }
}

/**
 * Reads an experiment from any value: fills in the defaults, checks every limit, and checks that the parts fit together.
 *
 * @param input  untrusted: a parsed JSON value
 * @returns the experiment, deeply frozen
 * @throws SpecError with one sentence that names the first offending field
 */
export function parseSpec(input: unknown): Spec {
  const result = v.safeParse(SpecSchema, input, { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("spec", result.issues[0]));
  checkTask(result.output);
  checkWeights(result.output);
  checkPlane(result.output);
  checkGrid(result.output);
  checkHessian(result.output);
  return deepFreeze(result.output);
}

/** Reads an experiment from JSON text. @throws SpecError also when the text is not JSON */
export function parseSpecText(text: string): Spec {
  return parseSpec(parseJson("spec", text));
}

/** @param root  the name of the file's content, with which messages begin @throws SpecError when the text is not JSON */
export function parseJson(root: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SpecError(`${root}: the file is not JSON`);
  }
}

/** One sentence for a schema issue: the field's path, the value found, and the limit. */
export function describeIssue(root: string, issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).reduce<string>(
    (text, { key }) => (typeof key === "number" ? `${text}[${key}]` : `${text}.${quoteText(String(key))}`),
    root,
  );
  // Where a field has several forms, the intended form is the one with an error in one of its own fields.
  const inside = issue.type === "union" ? issue.issues?.find((part) => part.path !== undefined) : undefined;
  if (inside !== undefined) return describeIssue(path, inside);
  const found = quoteValue(issue.input);
  switch (issue.type) {
    case "max_value":
      return `${path}: ${found} is above ${issue.requirement}`;
    case "min_value":
      return `${path}: ${found} is below ${issue.requirement}`;
    case "max_length":
      return `${path}: ${issue.received} ${typeof issue.input === "string" ? "characters" : "entries"} are more than ${issue.requirement}`;
    case "min_length":
      return `${path}: ${issue.received} entries are fewer than ${issue.requirement}`;
    case "integer":
      return `${path}: ${found} is not a whole number`;
    case "finite":
      return `${path}: ${found} is not finite`;
    case "raw_transform":
      return `${path}: ${issue.message}`;
  }
  if (issue.expected === "never") return `${path}: is not a known field`;
  if (issue.received === "undefined") return `${path}: is missing`;
  return `${path}: ${found} is not ${describeExpected(issue.expected ?? "")}`;
}

function describeExpected(expected: string): string {
  const names: Record<string, string> = {
    Object: "an object",
    Array: "a list",
    number: "a number",
    boolean: "true or false",
  };
  const choices = expected.replace(/[()]/g, "").split(" | ");
  const words = choices.map((choice) => names[choice] ?? choice.replace(/^"|"$/g, ""));
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : (words[0] ?? "valid");
}

function quoteValue(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object" && input !== null) return "an object";
  return quoteText(typeof input === "string" ? JSON.stringify(input.slice(0, 100)) : String(input));
}

function reject(path: string, message: string): never {
  throw new SpecError(`spec.${path}: ${message}`);
}

/** Throws where `found` is outside the limit; `what` names the counted things. */
function checkCount(path: string, found: number, limit: Limit, what: string): void {
  if (found < limit.min) reject(path, `${found} ${what} are fewer than ${limit.min}`);
  if (found > limit.max) reject(path, `${found} ${what} are more than ${limit.max}`);
}

function checkMatrix(path: string, matrix: readonly (readonly number[])[], rows: number, columns: number): void {
  if (matrix.length !== rows) reject(path, `${matrix.length} rows instead of ${rows}`);
  matrix.forEach((row, i) => {
    if (row.length !== columns) reject(`${path}[${i}]`, `${row.length} numbers instead of ${columns}`);
  });
}

/** Checks that data, network and loss fit one another. @throws SpecError whose field begins with `spec.` */
export function checkTask(task: Pick<Spec, "dataset" | "network" | "loss">): void {
  checkDataset(task);
  checkNetwork(task);
  checkTargets(task);
}

function checkDataset({ dataset }: Pick<Spec, "dataset">): void {
  if (dataset.evaluate !== undefined && dataset.test === undefined) {
    reject(
      "dataset.evaluate",
      `${dataset.evaluate} names a set, and dataset.test, which divides the samples, is missing`,
    );
  }
  const samples =
    dataset.kind === "points" ? dataset.inputs.length : dataset.kind === "generated" ? dataset.samples : 2;
  if (dataset.test !== undefined && samples < 2) reject("dataset.test", "1 sample cannot be divided into two sets");
  if (dataset.kind !== "points") return;
  const { inputs, targets } = dataset;
  checkCount("dataset.inputs", inputs.length, LIMITS.samples, "samples");
  const width = inputs[0]?.length ?? 0;
  checkCount("dataset.inputs[0]", width, LIMITS.inputs, "inputs");
  checkMatrix("dataset.inputs", inputs, inputs.length, width);
  const outputs = targets[0]?.length ?? 0;
  checkMatrix("dataset.targets", targets, inputs.length, outputs);
  checkCount("dataset.targets[0]", outputs, LIMITS.outputs, "outputs");
}

/** Checks the widths and the activations of a network against the limits. @throws SpecError whose field begins with `root` */
export function checkWidths(root: string, { layers, activation }: NetworkSpec): void {
  const last = layers.length - 1;
  layers.slice(1, last).forEach((width, i) => {
    if (width > LIMITS.width.max) {
      throw new SpecError(`${root}.network.layers[${i + 1}]: ${width} is above ${LIMITS.width.max}`);
    }
  });
  const outputs = layers[last] ?? 0;
  if (outputs > LIMITS.outputs.max) {
    throw new SpecError(`${root}.network.layers[${last}]: ${outputs} is above ${LIMITS.outputs.max}`);
  }
  if (Array.isArray(activation) && activation.length !== last - 1) {
    const found = `${activation.length} names where ${last - 1} hidden layers have one each`;
    throw new SpecError(`${root}.network.activation: ${found}`);
  }
}

function checkNetwork({ dataset, network, loss }: Pick<Spec, "dataset" | "network" | "loss">): void {
  checkWidths("spec", network);
  const { layers } = network;
  const last = layers.length - 1;
  const outputs = layers[last] ?? 0;
  const shape: DatasetShape = datasetShape(dataset);
  if (layers[0] !== shape.inputs) reject("network.layers[0]", `${layers[0]} where the data has ${shape.inputs} inputs`);
  if (!shape.outputs.includes(outputs)) {
    reject(`network.layers[${last}]`, `${outputs} where the data has ${shape.outputs.join(" or ")} outputs`);
  }
  if (loss.kind === "softmax-ce" && outputs < 2) reject("loss.kind", "softmax-ce needs at least 2 outputs, not 1");
  if ((loss.kind === "bce" || loss.kind === "hinge") && shape.task === "regression") {
    reject("loss.kind", `${loss.kind} needs classes, and this data set is a regression`);
  }
  if (loss.kind === "softmax-ce" && shape.task === "regression") {
    reject("loss.kind", "softmax-ce needs classes, and this data set is a regression");
  }
}

function checkTargets({ dataset, loss }: Pick<Spec, "dataset" | "loss">): void {
  if (dataset.kind !== "points" || loss.kind === "mse") return;
  dataset.targets.forEach((row, i) => {
    row.forEach((target, j) => {
      if (target !== 0 && target !== 1) {
        reject(`dataset.targets[${i}][${j}]`, `${target} is not 0 or 1, which ${loss.kind} needs`);
      }
    });
    const ones = row.reduce((sum, target) => sum + target, 0);
    if (loss.kind === "softmax-ce" && ones !== 1) {
      reject(`dataset.targets[${i}]`, `${ones} ones where softmax-ce needs exactly 1`);
    }
  });
}

/** Checks that weights fit a network of these sizes. @throws SpecError whose field is `spec.` and the path */
export function checkLayers(path: string, layers: readonly LayerWeights[], sizes: readonly number[]): void {
  if (layers.length !== sizes.length - 1) {
    reject(path, `${layers.length} layers where the network has ${sizes.length - 1}`);
  }
  layers.forEach((layer, k) => {
    const [inputs, units] = [sizes[k] ?? 0, sizes[k + 1] ?? 0];
    checkMatrix(`${path}[${k}].kernel`, layer.kernel, inputs, units);
    if (layer.bias.length !== units) {
      reject(`${path}[${k}].bias`, `${layer.bias.length} numbers instead of ${units}`);
    }
  });
}

function checkWeights({ weights, network }: Spec): void {
  if (weights.kind === "given") checkLayers("weights.layers", weights.layers, network.layers);
  else if (weights.start) checkLayers("weights.start", weights.start, network.layers);
}

function checkPlane({ plane, network, weights }: Spec): void {
  const sizes = network.layers;
  switch (plane.kind) {
    case "given":
      checkDirection("plane.x", plane.x, sizes);
      checkDirection("plane.y", plane.y, sizes);
      break;
    case "weights":
      checkPlaneWeights(plane.x, plane.y, countParameters(sizes));
      break;
    case "random":
      plane.layers?.forEach((layer, i) => {
        checkIndex(`plane.layers[${i}]`, layer, sizes.length - 1);
      });
      break;
    case "trajectory-pca":
      if (weights.kind !== "trained") reject("plane.kind", "trajectory-pca needs trained weights, and these are given");
      break;
    case "permutation":
      checkExchange(plane, sizes);
      break;
    case "interpolation":
      checkLayers("plane.to.layers", plane.to.layers, sizes);
      break;
    case "minima":
      checkLayers("plane.b.layers", plane.b.layers, sizes);
      checkLayers("plane.c.layers", plane.c.layers, sizes);
      break;
  }
}

/** Throws where an index is not below the count. */
function checkIndex(path: string, index: number, count: number): void {
  if (index >= count) reject(path, `${index} is above ${count - 1}`);
}

function checkDirection(path: string, { layers }: NetworkWeights, sizes: readonly number[]): void {
  checkLayers(`${path}.layers`, layers, sizes);
  const entries = layers.flatMap(({ kernel, bias }) => [...kernel.flat(), ...bias]);
  if (entries.every((entry) => entry === 0)) reject(path, "is zero everywhere, so it is no direction");
}

function checkPlaneWeights(x: number, y: number, count: number): void {
  checkIndex("plane.x", x, count);
  checkIndex("plane.y", y, count);
  if (x === y) reject("plane.y", `${y} is the same parameter as plane.x`);
}

function checkExchange({ layer, units }: ExchangePlaneSpec, sizes: readonly number[]): void {
  const hidden = sizes.slice(1, -1);
  if (hidden.length === 0) reject("plane.kind", "permutation needs a hidden layer, and the network has none");
  if (layer === undefined && units === undefined) {
    if (hidden.every((width) => width < 2)) reject("plane.kind", "permutation needs a hidden layer of 2 units");
    return;
  }
  if (layer === undefined) reject("plane.layer", "is missing");
  if (units === undefined) reject("plane.units", "is missing");
  checkIndex("plane.layer", layer, hidden.length);
  const width = hidden[layer] ?? 0;
  if (width < 2) reject("plane.layer", `hidden layer ${layer} has 1 unit, and an exchange needs 2`);
  units.forEach((unit, i) => {
    checkIndex(`plane.units[${i}]`, unit, width);
  });
  if (units[0] === units[1]) reject("plane.units[1]", `${units[1]} is the same unit as plane.units[0]`);
}

function checkHessian({ plane, fullHessian, network }: Spec): void {
  const refusal = refuseHessian(network);
  if (refusal === null) return;
  if (fullHessian !== "none") reject("fullHessian", refusal);
  if (plane.kind === "hessian") reject("plane.kind", refusal);
}

function checkGrid({ grid }: Spec): void {
  for (const name of ["xRange", "yRange"] as const) {
    const [from, to] = grid[name];
    if (!(from < to)) reject(`grid.${name}`, `${from} is not below ${to}`);
  }
}

export function deepFreeze<T>(tree: T): T {
  if (typeof tree === "object" && tree !== null && !Object.isFrozen(tree)) {
    for (const branch of Object.values(tree)) deepFreeze(branch);
    Object.freeze(tree);
  }
  return tree;
}
