import type { Activation, LossKind } from "../experiment/spec";
import { PROJECTION_STRIDE } from "../model/jets/slice";
import { lossArgument } from "../model/network/losses";
import type { LandscapePlan } from "../slice/landscape-plan";
import * as memory from "./memory-layout";
import { BLOCK_SAMPLES, recordLength } from "./observed";

export const ACTIVATION_CODES: Record<Activation, number> = {
  identity: memory.IDENTITY,
  relu: memory.RELU,
  "leaky-relu": memory.LEAKY_RELU,
  sigmoid: memory.SIGMOID,
  tanh: memory.TANH,
  elu: memory.ELU,
  softplus: memory.SOFTPLUS,
  silu: memory.SILU,
  gelu: memory.GELU,
  sin: memory.SIN,
};

const LOSS_CODES: Record<LossKind, number> = {
  mse: memory.MSE,
  bce: memory.BCE,
  hinge: memory.HINGE,
  "softmax-ce": memory.SOFTMAX_CE,
};

/** A weight with its derivatives along x and y. */
const WEIGHT_NUMBERS = 3;

/** A plan as the kernel's memory holds it. */
export interface PackedProblem {
  /** What is the same at all points, and the address at which it must lie. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly base: number;
  /** The end of the room behind it, in which the kernel computes. It must be 0 at first. */
  readonly end: number;
  /** The address of the problem, and that of the record of a point. */
  readonly problem: number;
  readonly record: number;
  readonly recordLength: number;
  /** The blocks of samples, and the multiply-adds of one of them, about. */
  readonly blocks: number;
  readonly blockWork: number;
}

/** Gives out places of a memory from address 0 on, each on a multiple of a quad. */
class Places {
  end = 0;

  take(bytes: number): number {
    const start = this.end;
    this.end += Math.ceil(bytes / memory.QUAD_BYTES) * memory.QUAD_BYTES;
    return start;
  }
}

/**
 * Packs a plan for the kernel.
 * @param projection  of the plan's first layer; see projectFirstLayer
 * @param base  the kernel's first free address, a multiple of a quad
 */
export function packProblem(plan: LandscapePlan, projection: Float64Array, base: number): PackedProblem {
  const { layout, data, loss } = plan;
  const blocks = Math.ceil(data.samples / BLOCK_SAMPLES);
  const quad = memory.QUAD_BYTES;
  const constant = new Places();
  const problem = constant.take(memory.PROBLEM_BYTES);
  const table = constant.take(layout.layers.length * memory.LAYER_BYTES);
  const targets = constant.take(blocks * layout.outputs * 2 * quad);
  const weights = layout.layers.map(({ inputs, units }, k) => {
    const isFirst = k === 0;
    return {
      theta: constant.take(isFirst ? 0 : units * (inputs + 1) * 8),
      forward: constant.take(isFirst ? blocks * units * quad : units * (inputs + 1) * WEIGHT_NUMBERS * 8),
      backward: constant.take(isFirst ? blocks * units * 2 * quad : units * inputs * WEIGHT_NUMBERS * 8),
    };
  });
  const room = new Places();
  room.end = constant.end;
  const totals = room.take(memory.TOTALS_BYTES);
  const record = room.take(recordLength(layout.layers.length) * 8);
  const bytes = new Uint8Array(constant.end);
  const integers = new Int32Array(bytes.buffer);
  const numbers = new Float64Array(bytes.buffer);
  const setInteger = (address: number, value: number) => {
    integers[address / 4] = value;
  };
  setInteger(problem + memory.PROBLEM_LAYERS, layout.layers.length);
  setInteger(problem + memory.PROBLEM_LOSS, LOSS_CODES[loss.kind]);
  setInteger(problem + memory.PROBLEM_SAMPLES, data.samples);
  numbers[(problem + memory.PROBLEM_SLOPE) / 8] = layout.leakySlope;
  setInteger(problem + memory.PROBLEM_TOTALS, base + totals);
  setInteger(problem + memory.PROBLEM_TARGETS, base + targets);
  setInteger(problem + memory.PROBLEM_TABLE, base + table);
  layout.layers.forEach(({ inputs, units, activation, residual }, k) => {
    const entry = table + k * memory.LAYER_BYTES;
    const { theta, forward, backward } = weights[k]!;
    setInteger(entry + memory.LAYER_INPUTS, inputs);
    setInteger(entry + memory.LAYER_UNITS, units);
    setInteger(entry + memory.LAYER_ACTIVATION, ACTIVATION_CODES[activation]);
    setInteger(entry + memory.LAYER_RESIDUAL, Number(residual));
    const setAddress = (member: number, place: number) => setInteger(entry + member, base + place);
    setAddress(memory.LAYER_THETA, theta);
    setAddress(memory.LAYER_FORWARD, forward);
    setAddress(memory.LAYER_BACKWARD, backward);
    setAddress(memory.LAYER_INPUT, room.take(units * quad));
    setAddress(memory.LAYER_SLOPES, room.take(units * 2 * quad));
    setAddress(memory.LAYER_ACTIVATED, room.take(units * quad));
    setAddress(memory.LAYER_FIRST, room.take(units * quad));
    setAddress(memory.LAYER_SECOND, room.take(units * quad));
    setAddress(memory.LAYER_VALUES, room.take(units * 3 * quad));
    setAddress(memory.LAYER_VALUE_ADJOINT, room.take(units * quad));
    setAddress(memory.LAYER_INPUT_ADJOINT, room.take(units * quad));
    setAddress(memory.LAYER_SEEN, room.take(memory.SEEN_BYTES));
    if (k > 0) writeWeights(numbers, plan, k, theta / 8, forward / 8, backward / 8);
  });
  writeProjection(numbers, plan, projection, weights[0]!.forward / 8, weights[0]!.backward / 8);
  writeTargets(numbers, plan, targets / 8);
  return {
    bytes,
    base,
    end: base + room.end,
    problem: base + problem,
    record: base + record,
    recordLength: recordLength(layout.layers.length),
    blocks,
    // Five for a weight on the way forward, three on the way back, for each sample of the block.
    blockWork: 8 * BLOCK_SAMPLES * layout.parameterCount,
  };
}

/** θ with the bias behind each unit's weights; dx and dy beside the places of w, in both orders. */
function writeWeights(
  numbers: Float64Array,
  { layout, center, dx, dy }: LandscapePlan,
  k: number,
  theta: number,
  forward: number,
  backward: number,
): void {
  const { inputs, units, kernel, bias } = layout.layers[k]!;
  for (let j = 0; j < units; j++) {
    for (let i = 0; i <= inputs; i++) {
      const p = i < inputs ? kernel + i * units + j : bias + j;
      const at = j * (inputs + 1) + i;
      numbers[theta + at] = center[p]!;
      numbers[forward + at * WEIGHT_NUMBERS + 1] = dx[p]!;
      numbers[forward + at * WEIGHT_NUMBERS + 2] = dy[p]!;
      if (i === inputs) continue;
      numbers[backward + (i * units + j) * WEIGHT_NUMBERS + 1] = dx[p]!;
      numbers[backward + (i * units + j) * WEIGHT_NUMBERS + 2] = dy[p]!;
    }
  }
}

/** The sample of each lane of a block; the last block is filled up with copies of the last sample. */
function sampleOf(block: number, lane: number, samples: number): number {
  return Math.min(block * BLOCK_SAMPLES + lane, samples - 1);
}

function writeProjection(
  numbers: Float64Array,
  { layout, data }: LandscapePlan,
  projection: Float64Array,
  values: number,
  slopes: number,
): void {
  const { units } = layout.layers[0]!;
  const blocks = Math.ceil(data.samples / BLOCK_SAMPLES);
  for (let block = 0; block < blocks; block++) {
    for (let j = 0; j < units; j++) {
      const at = (block * units + j) * BLOCK_SAMPLES;
      for (let lane = 0; lane < BLOCK_SAMPLES; lane++) {
        const from = (sampleOf(block, lane, data.samples) * units + j) * PROJECTION_STRIDE;
        numbers[values + at + lane] = projection[from]!;
        numbers[slopes + 2 * at + lane] = projection[from + 1]!;
        numbers[slopes + 2 * at + BLOCK_SAMPLES + lane] = projection[from + 2]!;
      }
    }
  }
}

function writeTargets(numbers: Float64Array, { layout, data, loss }: LandscapePlan, targets: number): void {
  const { outputs } = layout;
  const blocks = Math.ceil(data.samples / BLOCK_SAMPLES);
  for (let block = 0; block < blocks; block++) {
    for (let o = 0; o < outputs; o++) {
      for (let lane = 0; lane < BLOCK_SAMPLES; lane++) {
        const y = data.y[sampleOf(block, lane, data.samples) * outputs + o]!;
        const { scale, shift } = loss.kind === "softmax-ce" ? { scale: 0, shift: y } : lossArgument(loss.kind, y);
        const at = targets + (block * outputs + o) * 2 * BLOCK_SAMPLES + lane;
        numbers[at] = scale;
        numbers[at + BLOCK_SAMPLES] = shift;
      }
    }
  }
}
