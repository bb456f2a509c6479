import type { NetworkLayout, Parameters } from "../../../model/network/layout";
import { withEntries } from "./candidate";
import { listDirections } from "./entry-direction";
import { makeOutputLoss, type OutputLoss } from "./output-loss";
import { average, type PairProblem, type Row, roundTo, sampleRows } from "./pair-problem";
import type { PairRanking } from "./pair-ranking";

/** For networks with more inputs, only the lines along single inputs are tried. */
const MAX_INPUTS = 8;
/** The values of the output's bias, and of the spread that an input gives, from which places are made. */
const ARGUMENTS = Array.from({ length: 9 }, (_, k) => 1.5 * (k - 4));
/** The other outputs' arguments: their sigmoids are then ½, nearly 1 and nearly 0. */
const OTHERS = [0, 16, -16] as const;
/** Half of the step of second differences: σ changes over steps of about 1. */
const DIFFERENCE = 1 / 16;
/** Half lengths of chords, in units that change the sigmoid's argument by 1. */
const HALVES = Array.from({ length: 8 }, (_, k) => 2 ** (2 - k));
const ITERATIONS = 24;
/** Number of places that are followed; the steps, in units of the argument; and the repetitions of each step. */
const STARTS = 4;
const STEPS = [2, 1, 0.5, 0.25] as const;
const ROUNDS = 6;

/**
 * Without a hidden layer and with a penalty, the penalty may exceed the gain of every chord along a single input. Here the weights of one
 * output start at the places of least curvature among some and descend to lower curvature; chords then run along its direction.
 */
export function addLeastCurvature(ranking: PairRanking, problem: PairProblem): void {
  const { layout, kind } = problem;
  if (layout.inputs > MAX_INPUTS) return;
  const rows = sampleRows(problem.data);
  for (let output = 0; output < layout.outputs; output++) {
    for (const others of kind === "softmax-ce" ? OTHERS : [0]) {
      const search = new CurvatureSearch(problem, rows, output, makeOutputLoss(layout, kind, others));
      for (const center of search.listCenters()) addChords(ranking, problem, search, center, others);
      if (ranking.isClear) return;
    }
  }
}

function addChords(
  ranking: PairRanking,
  { layout, l2 }: PairProblem,
  { output, measure }: CurvatureSearch,
  { weights, value, vector }: CurvedPlace,
  others: number,
): void {
  if (value + 2 * l2 >= 0) return;
  const middle = measure(weights);
  const place = (entries: readonly number[]) => placeOutput(layout, output, entries, others);
  for (const half of HALVES) {
    const step = vector.map((entry) => roundTo(half * entry, 2 ** -10));
    const at = (side: number) => weights.map((entry, i) => entry + side * step[i]!);
    const ends = (measure(at(-1)) + measure(at(1))) / 2;
    const gap = middle - ends - l2 * squareOf(step);
    const size = Math.abs(middle) + Math.abs(ends) + l2 * squareOf(weights);
    ranking.add(gap, size, () => [place(at(-1)), place(at(1))]);
  }
}

/** Parameters with these weights of one output, the bias last, and one value for the biases of the other outputs. */
function placeOutput(layout: NetworkLayout, output: number, weights: readonly number[], others: number): Parameters {
  const { kernel, bias, units, inputs } = layout.layers[0]!;
  const entries = new Map<number, number>();
  for (let j = 0; j < units; j++) entries.set(bias + j, others);
  weights.forEach((entry, i) => {
    entries.set(i === inputs ? bias + output : kernel + i * units + output, entry);
  });
  return withEntries(layout, entries);
}

/** Weights of one output, and their least curvature with its unit direction. */
interface CurvedPlace {
  readonly weights: readonly number[];
  readonly value: number;
  readonly vector: readonly number[];
}

class CurvatureSearch {
  /** Changes of each weight that change the argument by about 1: powers of two. */
  readonly #units: readonly number[];

  constructor(
    private readonly problem: PairProblem,
    private readonly rows: readonly Row[],
    readonly output: number,
    private readonly loss: OutputLoss,
  ) {
    this.#units = [
      ...Array.from({ length: problem.layout.inputs }, (_, i) => this.#unitOf((row) => row.inputs[i]!)),
      1,
    ];
  }

  /** The mean loss with these weights. */
  readonly measure = (weights: readonly number[]): number =>
    average(this.rows, (row) => this.loss(argumentOf(weights, row), row.targets[this.output]!));

  /** The places of least curvature among some, each moved to lower curvature. */
  listCenters(): CurvedPlace[] {
    return this.#listPlaces()
      .map((weights) => this.#curve(weights))
      .sort((one, other) => one.value - other.value)
      .slice(0, STARTS)
      .map((start) => this.#descend(start));
  }

  #descend(start: CurvedPlace): CurvedPlace {
    let best = start;
    for (const step of STEPS) {
      for (let round = 0; round < ROUNDS; round++) {
        const before = best;
        for (const [i, unit] of this.#units.entries()) {
          for (const change of [step * unit, -step * unit]) {
            const moved = this.#curve(best.weights.map((entry, k) => (k === i ? entry + change : entry)));
            if (moved.value < best.value) best = moved;
          }
        }
        if (best === before) break;
      }
    }
    return best;
  }

  #curve(weights: readonly number[]): CurvedPlace {
    const found = findLeastCurvature(weights, this.rows, (z, row) => {
      const at = (t: number) => this.loss(t, row.targets[this.output]!);
      return (at(z - DIFFERENCE) - 2 * at(z) + at(z + DIFFERENCE)) / DIFFERENCE ** 2;
    });
    return { weights, ...found };
  }

  #listPlaces(): number[][] {
    return listDirections(this.problem, this.output, this.rows).flatMap((direction) => {
      const unit = this.#unitOf((row) => direction.along(row));
      return ARGUMENTS.flatMap((spread) =>
        ARGUMENTS.map((bias) => [...direction.w.map((w) => w * unit * spread), bias + direction.b * unit * spread]),
      );
    });
  }

  #unitOf(along: (row: Row) => number): number {
    const length = Math.sqrt(average(this.rows, (row) => along(row) ** 2));
    return length > 0 ? 2 ** Math.round(Math.log2(1 / length)) : 1;
  }
}

function argumentOf(weights: readonly number[], { inputs }: Row): number {
  let sum = weights[inputs.length]!;
  for (let i = 0; i < inputs.length; i++) sum += weights[i]! * inputs[i]!;
  return sum;
}

/** The least eigenvalue of the mean of curvature · x̃x̃ᵀ, x̃ = (x, 1), and its unit eigenvector, by iteration. It need not be accurate, because chords along it are checked. */
function findLeastCurvature(
  weights: readonly number[],
  rows: readonly Row[],
  curvatureOf: (z: number, row: Row) => number,
): { value: number; vector: number[] } {
  const size = weights.length;
  const matrix = weights.map(() => new Float64Array(size));
  // The shift is above every eigenvalue, so the largest eigenvalue of shift − matrix belongs to the least of the matrix.
  let shift = 0;
  for (const row of rows) {
    const x = [...row.inputs, 1];
    const curvature = curvatureOf(argumentOf(weights, row), row) / rows.length;
    shift += Math.abs(curvature) * squareOf(x);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) matrix[i]![j]! += curvature * x[i]! * x[j]!;
  }
  let vector = weights.map((_, i) => 1 / (1 + i));
  let value = 0;
  for (let k = 0; k < ITERATIONS; k++) {
    const product = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * vector[j]!, 0));
    value = product.reduce((sum, entry, i) => sum + entry * vector[i]!, 0) / squareOf(vector);
    const next = vector.map((entry, i) => shift * entry - product[i]!);
    const length = Math.sqrt(squareOf(next));
    if (length === 0) break;
    vector = next.map((entry) => entry / length);
  }
  return { value, vector };
}

function squareOf(values: readonly number[]): number {
  return values.reduce((sum, entry) => sum + entry * entry, 0);
}
