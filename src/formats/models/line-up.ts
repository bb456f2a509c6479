import { quoteText } from "../../experiment/quote";
import type { ModelStep } from "./assemble-network";
import { refuse } from "./refuse";

/** One operation of a graph: the values it takes, by the names of the operations or values that make them. */
export interface GraphNode {
  readonly from: readonly string[];
  /** Null for an operation that changes nothing, such as a dropout outside training. */
  readonly step: ModelStep | null;
  readonly name: string;
}

/** A graph: the value that each node makes, and the node. */
export type Graph = ReadonlyMap<string, GraphNode>;

/**
 * Brings the operations of a graph into one line, from the input to the output. Only an addition may take two values.
 * @throws FormatError where the graph branches in another way
 */
export function lineUp(graph: Graph, input: string, output: string): ModelStep[] {
  const steps: ModelStep[] = [];
  let at = skip(graph, output);
  const from = skip(graph, input);
  for (let count = 0; at !== from; count++) {
    const node = find(graph, at);
    if (count > graph.size) refuse(`${quoteText(node.name)}: is part of a circle`);
    if (node.step) steps.push(node.step);
    at = skip(graph, node.step?.kind === "add" ? innerValue(graph, node) : onlyValue(node));
  }
  return steps.reverse();
}

function find(graph: Graph, value: string): GraphNode {
  return graph.get(value) ?? refuse(`${quoteText(value)}: is used, and nothing makes it`);
}

function onlyValue({ name, from }: GraphNode): string {
  if (from.length !== 1) refuse(`${quoteText(name)}: takes ${from.length} values, and a layer here takes one`);
  return from[0]!;
}

/** The value itself, or the one it is a copy of. */
function skip(graph: Graph, value: string): string {
  let at = value;
  for (let count = 0; count <= graph.size; count++) {
    const node = graph.get(at);
    if (!node || node.step !== null) return at;
    at = onlyValue(node);
  }
  return refuse(`${quoteText(value)}: is part of a circle`);
}

/** Of the two values of an addition, the one that a layer makes from the other. */
function innerValue(graph: Graph, node: GraphNode): string {
  const [a, b, ...more] = node.from;
  if (a !== undefined && b !== undefined && more.length === 0) {
    if (beforeLayer(graph, a) === skip(graph, b)) return a;
    if (beforeLayer(graph, b) === skip(graph, a)) return b;
  }
  return refuse(`${quoteText(node.name)}: adds values that are not a layer's output and its own input`);
}

/** The value that the last layer before this value takes; null where there is none. */
function beforeLayer(graph: Graph, value: string): string | null {
  let at = value;
  for (let count = 0; count <= graph.size; count++) {
    const node = graph.get(at);
    if (node?.from.length !== 1) return null;
    at = node.from[0]!;
    if (node.step?.kind === "dense") return skip(graph, at);
    if (node.step !== null && node.step.kind !== "activation") return null;
  }
  return null;
}
