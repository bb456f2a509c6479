import { SpecError } from "../../experiment/parse";
import { createPacer } from "../../numeric/pacer";
import { formatAtLeast, formatAtMost, formatNumber } from "../../words/numbers";
import {
  add,
  applyActivation,
  applyAffine,
  applyLoss,
  averageLayer,
  type Enclosure,
  type ExactLayer,
  exactly,
  readRows,
  round,
  scale,
} from "./enclosure";
import { estimateAttempt } from "./estimate";
import { type Certificate, formatDecimal } from "./schema";
import { readGapLimit, readProvedGap } from "./search/proved-gap";

/** The result of a verification, from the numbers of the file alone. */
export interface Verification {
  readonly proved: boolean;
  /** One line: `proved: …` or `not proved: …`. */
  readonly message: string;
  /** Bounds on N·(L(mean) − mean L), N the number of samples. */
  readonly gap: { readonly lower: string; readonly upper: string };
}

/** Slope of leaky-relu below zero where the file has none: exactly this float64. */
const DEFAULT_LEAKY_SLOPE = 0.01;
/** Fractional bits of the attempts with intervals. */
const INTERVAL_BITS = [128, 256];
/** A check starts only if its estimated time, in seconds, is at most this. */
const SECONDS = 60;

const RATIONAL_ACTIVATIONS: readonly string[] = ["identity", "relu", "leaky-relu"];

/** Reads exactly the parts of a certificate that an evaluation needs. `activations` has one entry a layer. */
function readProblem({ dataset, network, loss }: Certificate) {
  const { activation, layers, leakySlope = DEFAULT_LEAKY_SLOPE, output } = network;
  const hidden = layers.slice(2).map((_, k) => (typeof activation === "string" ? activation : activation[k]!));
  return {
    loss: loss.kind,
    l2: readRows([[loss.l2]])[0]!,
    leakySlope: readRows([[leakySlope]])[0]!,
    activations: [...hidden, output],
    /** Whether a layer's input is added to its output: only between two hidden layers of equal width. */
    residual: layers.map((width, k) => network.residual && k > 0 && k < layers.length - 2 && width === layers[k + 1]),
    inputs: readRows(dataset.inputs),
    targets: readRows(dataset.targets),
    outputs: layers.at(-1)!,
  };
}

type Problem = ReturnType<typeof readProblem>;
type Network = readonly ExactLayer[];

/**
 * N·L of one network, a vector of one; with `bits` null every step is exact, else values are rounded outward after each layer.
 * Yields after each sample.
 */
function* encloseLoss(problem: Problem, layers: Network, bits: number | null): Generator<undefined, Enclosure> {
  const { activations, inputs, l2, leakySlope, loss, outputs, residual, targets } = problem;
  const run = (sample: Enclosure) => {
    let values = round(sample, bits);
    layers.forEach((layer, k) => {
      const affine = round(applyAffine(layer, values), bits);
      const active = round(applyActivation(activations[k]!, leakySlope, affine, bits), bits);
      values = residual[k] ? add(active, values) : active;
    });
    return values;
  };
  // If the first layer ignores its inputs, all samples have the same outputs, and samples with equal targets the same loss.
  const shared = isBlind(layers[0]!) ? run(inputs[0]!) : null;
  const known = new Map<string, Enclosure>();
  let total = exactly([0n]);
  for (const [s, sample] of inputs.entries()) {
    const target = targets[s]!;
    const key = shared && target.entries.map(({ lo }) => lo).join();
    const before = key === null ? undefined : known.get(key);
    const cost = before ?? round(applyLoss(loss, shared ?? run(sample), target, bits), bits);
    if (key !== null) known.set(key, cost);
    total = add(total, cost);
    yield;
  }
  const squares = layers.map(({ units, denominator }) =>
    exactly([units.flat().reduce((sum, weight) => sum + weight * weight, 0n)], denominator * denominator),
  );
  const penalty = scale(squares.reduce(add), l2.entries[0]!.lo * BigInt(inputs.length), l2.denominator);
  // All losses but softmax-ce are means over the outputs.
  return add(scale(total, 1n, loss === "softmax-ce" ? 1n : BigInt(outputs)), penalty);
}

/** Whether all weights of a first layer, except its biases, are 0. */
function isBlind({ units }: ExactLayer): boolean {
  return units.every((weights) => weights.every((weight, i) => weight === 0n || i === weights.length - 1));
}

/**
 * Whether the stated bounds can hold, for N the number of samples; docs/certificates.md says why other readings are accepted. It is computed
 * in float64, with slack for strings that were rounded, because the proof does not use the stated bounds.
 */
function agreesWith({ dataset, network, points, gap }: Certificate, found: Verification["gap"]): boolean {
  const [lower, upper] = [Number(gap.lower), Number(gap.upper)];
  return [1, network.layers.at(-1)!, points.length / dataset.inputs.length].some((reading) => {
    const [least, most] = [Number(found.lower) * reading * (1 - 1e-9), Number(found.upper) * reading * (1 + 1e-9)];
    return lower <= upper && least <= upper && lower <= most;
  });
}

/** The bits of each attempt, in order, until one decides the sign; null is exact arithmetic. */
function listAttempts({ arithmetic, network, loss }: Certificate): readonly (number | null)[] {
  const rational =
    (loss.kind === "mse" || loss.kind === "hinge") &&
    [network.output, ...[network.activation].flat()].every((name) => RATIONAL_ACTIVATIONS.includes(name));
  if (arithmetic === "exact" && !rational) {
    throw new SpecError("certificate.arithmetic: exact cannot evaluate this network and loss, interval can");
  }
  return arithmetic === "exact" ? [null] : [...INTERVAL_BITS, ...(rational ? [null] : [])];
}

/**
 * Estimates how long the check of a certificate takes, in seconds on the reference machine. It counts the first attempt, which decides
 * nearly every certificate, and evaluates nothing exactly.
 *
 * @throws SpecError when exact arithmetic cannot evaluate the network
 */
export function estimateSeconds(certificate: Certificate): number {
  return estimateAttempt(certificate, listAttempts(certificate)[0]!);
}

/** The exact mean of the points, then the points, each made only when it is needed: all together may not fit in memory. */
function* readNetworks({ points }: Certificate): Generator<Network> {
  const average = (some: Certificate["points"]) =>
    some[0]!.layers.map((_, k) => averageLayer(some.map(({ layers }) => layers[k]!)));
  yield average(points);
  for (const point of points) yield average([point]);
}

/** The check in small steps; yields the fraction of the current attempt that is done, 0 to 1. */
function* checkInSteps(certificate: Certificate, seconds: number): Generator<number, Verification> {
  const attempts = listAttempts(certificate);
  let spent = estimateAttempt(certificate, attempts[0]!);
  if (spent > seconds) {
    throw new SpecError(
      `certificate: its check takes about ${formatNumber(spent, 2)} seconds, and the limit is ${formatNumber(seconds, 2)}`,
    );
  }
  const problem = readProblem(certificate);
  const evaluations = (certificate.points.length + 1) * problem.inputs.length;
  let found = exactly([0n]);
  for (const [i, bits] of attempts.entries()) {
    if (i > 0) spent += estimateAttempt(certificate, bits);
    if (spent > seconds) {
      return judge(certificate, found, `; a check with more digits would take about ${formatNumber(spent, 2)} seconds`);
    }
    const losses: Enclosure[] = [];
    let done = 0;
    for (const layers of readNetworks(certificate)) {
      const evaluation = encloseLoss(problem, layers, bits);
      let step = evaluation.next();
      for (; !step.done; step = evaluation.next()) yield ++done / evaluations;
      losses.push(step.value);
    }
    const [mean, ...others] = losses;
    found = add(mean!, scale(others.reduce(add), -1n, BigInt(others.length)));
    if (found.entries[0]!.lo > 0n || found.entries[0]!.hi <= 0n) break;
  }
  return judge(certificate, found);
}

/** The limit of a check. */
export interface VerifyOptions {
  /** The check starts only if `estimateSeconds` is at most this; 60 by default. */
  readonly seconds?: number;
}

export interface VerifyInStepsOptions extends VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0 to 1; it starts again at 0 when a further attempt uses more bits. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Checks a certificate from its numbers alone: evaluates the loss at the exact mean of the points and at each point, and decides
 * whether L(mean) > mean of L(points) is certain. Where the file says `interval`, intervals of 128 and then 256 bits are tried,
 * and exact arithmetic after them if the network is rational.
 *
 * @throws SpecError when exact arithmetic cannot evaluate the network, or, before anything is evaluated, when it would take too long
 */
export function verifyCertificate(certificate: Certificate, { seconds = SECONDS }: VerifyOptions = {}): Verification {
  const check = checkInSteps(certificate, seconds);
  let step = check.next();
  while (!step.done) step = check.next();
  return step.value;
}

/**
 * The same check, which lets other events run and can be cancelled.
 *
 * @throws SpecError as `verifyCertificate`
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function verifyInSteps(
  certificate: Certificate,
  { seconds = SECONDS, signal, onProgress }: VerifyInStepsOptions = {},
): Promise<Verification> {
  signal?.throwIfAborted();
  const pacer = createPacer(signal);
  const check = checkInSteps(certificate, seconds);
  let step = check.next();
  while (!step.done) {
    if (pacer.isDue()) {
      onProgress?.(step.value);
      await pacer.rest();
    }
    step = check.next();
  }
  onProgress?.(1);
  return step.value;
}

/** @param openNote  added to the message where the sign is not decided */
function judge(certificate: Certificate, found: Enclosure, openNote = ""): Verification {
  const [{ lo, hi }, { denominator }] = [found.entries[0]!, found];
  const gap = { lower: formatDecimal(lo, denominator, "down"), upper: formatDecimal(hi, denominator, "up") };
  const { points, dataset, arithmetic } = certificate;
  const place = `the loss at the mean of ${points.length} points`;
  const refuse = (reason: string): Verification => ({ proved: false, message: `not proved: ${reason}`, gap });
  const samples = dataset.inputs.length;
  if (hi <= 0n) {
    const most = formatAtMost(readGapLimit(gap.upper, samples));
    return refuse(`${place} is not above the mean of their losses, the difference is at most ${most}`);
  }
  if (lo <= 0n) return refuse(`${place} is too close to the mean of their losses to compare the two${openNote}`);
  if (!agreesWith(certificate, gap)) return refuse(`the stated gap is not the one found, ${gap.lower}`);
  const height = formatAtLeast(readProvedGap(gap.lower, samples));
  const message = `proved: not convex, ${place} is at least ${height} above the mean of their losses (${arithmetic} arithmetic)`;
  return { proved: true, message, gap };
}
