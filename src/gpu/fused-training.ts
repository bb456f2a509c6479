import { asParameters } from "../model/network/layout";
import { BatchOrder } from "../model/training/batch-order";
import { OPTIMIZER_SETTINGS, SLOT_COUNTS } from "../model/training/optimizer";
import type { TrainingPlan, TrainingStretch } from "../model/training/session";
import type { ReadOptions, WebglBackend } from "./backend";
import { TexelDevice, type TexelTarget, type TexelTexture } from "./texel-device";
import type { UniformValue } from "./texel-program";
import {
  areaOfTexels,
  layoutTexels,
  padRows,
  placeParameters,
  positionOfTexel,
  quadsOf,
  sizeOfTexels,
  type TexelLayout,
  type TexelSize,
} from "./training-layout";
import { prepareTrainingPrograms, type TrainingPrograms } from "./training-programs";
import { MOST_LAYERS } from "./training-shader";

/** The state of a training after a step, in CPU memory. The training can continue from it on a new context. */
export interface TrainingCheckpoint {
  /** Number of steps taken since the start. */
  readonly step: number;
  /** [parameterCount] */
  readonly theta: Float32Array;
  /** The optimizer's running averages, [parameterCount] each; none before the first step. */
  readonly slots: readonly Float32Array[];
}

/** The samples of one pass: those from a place in the order, or all in their own order where the place is −1. */
interface Pass {
  readonly rows: number;
  readonly firstOrder: number;
}

/** A pair of targets, because a texture cannot be read and written at once: one of the even layers or steps, one of the odd ones. */
type TargetPair = readonly [even: TexelTarget, odd: TexelTarget];

/**
 * A training on one WebGL context. A step of a network of L layers is 2L + 1 draws: forward and backward layer by layer, the gradient, and
 * the update of all weights. θ, the averages and the losses stay on the GPU. Steps are taken in runs, which end with a read.
 */
export class FusedTraining {
  step: number;
  readonly #backend: WebglBackend;
  readonly #plan: TrainingPlan;
  readonly #layout: TexelLayout;
  readonly #order: BatchOrder;
  readonly #places: Uint32Array;
  readonly #device: TexelDevice;
  readonly #programs: TrainingPrograms;
  readonly #samples: TexelTexture;
  readonly #targets: TexelTexture;
  /** Outputs and slopes. */
  readonly #outputs: TargetPair;
  /** ∂ℓ/∂z and ∂ℓ/∂a. */
  readonly #errors: TargetPair;
  /** The output layer's ∂ℓ/∂z, and the losses of the samples. */
  readonly #losses: TexelTarget;
  readonly #gradients: TexelTarget;
  /** θ, and the losses of a run after it; the optimizer's averages. */
  readonly #states: TargetPair;
  /** Which of the states is the current one. */
  #current: 0 | 1 = 0;
  readonly #records: TexelTarget;
  /** The samples of the steps of a run, if they are not all samples, and how many of them have been used. */
  #orderTexels: TexelTexture;
  #orderUsed = 0;
  /** The steps whose losses lie after θ, and those whose θ is recorded. */
  #lossSteps: number[] = [];
  #recordedSteps: number[] = [];

  constructor(backend: WebglBackend, plan: TrainingPlan, { step, theta, slots }: TrainingCheckpoint) {
    const { layout, data, weights } = plan;
    const gl = backend.webgl.gpgpu.gl as WebGL2RenderingContext;
    this.step = step;
    this.#backend = backend;
    this.#plan = plan;
    this.#layout = layoutTexels(layout, data.samples);
    this.#order = new BatchOrder(data.samples, weights.batchSize, weights.seed);
    this.#places = placeParameters(this.#layout, layout.parameterCount);
    this.#programs = prepareTrainingPrograms(gl, plan);
    const device = new TexelDevice(gl);
    this.#device = device;
    this.#samples = device.createTexels(
      sizeOfTexels(data.samples * quadsOf(data.inputs)),
      padRows(data.x, data.inputs),
    );
    this.#targets = device.createTexels(
      sizeOfTexels(data.samples * quadsOf(data.outputs)),
      padRows(data.y, data.outputs),
    );
    const { tileCount, outputSizes, gradientSize, mostSteps } = this.#layout;
    const createPair = (size: TexelSize) => device.createTarget(device.createTexels(size), device.createTexels(size));
    this.#outputs = [createPair(outputSizes[0]), createPair(outputSizes[1])];
    this.#errors = [createPair(outputSizes[0]), createPair(outputSizes[1])];
    const last = parityOf(layout.layers.length - 1);
    this.#losses = device.createTarget(this.#errors[last].textures[0]!, device.createTexels(outputSizes[last]));
    this.#gradients = device.createTarget(...[0, 1, 2, 3].map(() => device.createTexels(gradientSize)));
    const vectors = [theta, ...Array.from({ length: SLOT_COUNTS[weights.optimizer] }, (_, i) => slots[i])];
    const stateSize = sizeOfTexels(4 * tileCount + mostSteps + 1);
    const createState = () =>
      device.createTarget(...vectors.map((vector) => device.createTexels(stateSize, vector && this.#pack(vector))));
    this.#states = [createState(), createState()];
    const { columns, rows } = sizeOfTexels(4 * tileCount);
    this.#records = device.createTarget(device.createTexels({ columns, rows: rows * mostSteps }));
    this.#orderTexels = device.createIntegers(new Int32Array(1));
  }

  /** Whether every step sees all samples. */
  get isFullBatch(): boolean {
    return this.#order.isFull;
  }

  /** Begins a run. @returns the number of its steps, at most `count` */
  beginRun(count: number): number {
    const steps = Math.min(count, this.#layout.mostSteps);
    this.#lossSteps = [];
    this.#recordedSteps = [];
    if (!this.isFullBatch && steps > 0) {
      const batches = Array.from({ length: steps }, (_, i) => this.#order.samplesAt(this.step + i).slice());
      this.#device.delete(this.#orderTexels);
      this.#orderTexels = this.#device.createIntegers(joinIntegers(batches));
      this.#orderUsed = 0;
    }
    return steps;
  }

  /** Takes one step. With full batches this also gives the loss before it. */
  takeStep(): void {
    const { samples } = this.#plan.data;
    if (this.isFullBatch) {
      this.#run({ rows: samples, firstOrder: -1 }, { isStep: true, isLossKept: true });
    } else {
      const rows = this.#order.samplesAt(this.step).length;
      this.#run({ rows, firstOrder: this.#orderUsed }, { isStep: true, isLossKept: false });
      this.#orderUsed += rows;
    }
    this.step++;
  }

  /** Keeps the loss over all samples at the current θ. */
  keepLoss(): void {
    this.#run({ rows: this.#plan.data.samples, firstOrder: -1 }, { isStep: false, isLossKept: true });
  }

  /** Keeps the current θ. */
  keepTheta(): void {
    const size = sizeOfTexels(this.#layout.tileCount * 4);
    const row = this.#recordedSteps.length * size.rows;
    this.#device.copyTexels(this.#states[this.#current], size, this.#records.textures[0]!, row);
    this.#recordedSteps.push(this.step);
  }

  /** Reads what the run has kept, and the state after it. */
  async readRun(
    options: ReadOptions,
  ): Promise<Pick<TrainingStretch, "losses" | "records"> & { checkpoint: TrainingCheckpoint }> {
    const weightCount = 4 * this.#layout.tileCount;
    const state = this.#states[this.#current];
    const weights = sizeOfTexels(weightCount);
    const first = sizeOfTexels(weightCount + this.#lossSteps.length);
    const all = { columns: weights.columns, rows: weights.rows * this.#recordedSteps.length };
    const parts = [
      ...state.textures.map((_, attachment) => ({ from: state, attachment, size: attachment === 0 ? first : weights })),
      ...(this.#recordedSteps.length > 0 ? [{ from: this.#records, attachment: 0, size: all }] : []),
    ];
    const total = parts.reduce((sum, { size }) => sum + numbersOf(size), 0);
    const [lossSteps, recordedSteps, step] = [this.#lossSteps, this.#recordedSteps, this.step];
    const numbers = await this.#backend.readBuffer(this.#device.copyToBuffer(parts), total, options);
    const slotAt = (slot: number) => numbersOf(first) + slot * numbersOf(weights);
    const slotCount = state.textures.length - 1;
    const recordAt = (record: number) => slotAt(slotCount) + record * numbersOf(weights);
    const unpack = (from: number, { columns }: TexelSize) => this.#unpack(numbers, from, columns);
    return {
      checkpoint: {
        step,
        theta: unpack(0, first),
        slots: Array.from({ length: slotCount }, (_, slot) => unpack(slotAt(slot), weights)),
      },
      losses: lossSteps.map((at, i) => ({
        step: at,
        loss: numbers[4 * positionOfTexel(weightCount + i, first.columns)]!,
      })),
      records: recordedSteps.map((at, i) => ({
        step: at,
        parameters: asParameters(this.#plan.layout, unpack(recordAt(i), weights)),
      })),
    };
  }

  dispose(): void {
    this.#device.dispose();
  }

  #run(pass: Pass, { isStep, isLossKept }: { isStep: boolean; isLossKept: boolean }): void {
    const next = this.#current === 0 ? 1 : 0;
    const state = this.#states[this.#current];
    const shared = { order: this.#orderTexels, theta: state.textures[0]!, ...pass };
    this.#runForward(pass.rows, shared);
    if (isStep) this.#runBackward(pass.rows, shared);
    const { tileCount, blockRows } = this.#layout;
    const sums = {
      ...shared,
      tileCount,
      blockRows,
      blockCount: Math.ceil(pass.rows / blockRows),
      isStep: Number(isStep),
    };
    this.#sumGradient(sums);
    if (isLossKept) this.#lossSteps.push(this.step);
    const { weights, loss } = this.#plan;
    const { beta1, beta2 } = OPTIMIZER_SETTINGS.adam;
    const losses = this.#lossSteps.length;
    this.#programs.update.draw(this.#states[next].framebuffer, areaOfTexels(0, 4 * tileCount + losses), {
      ...sums,
      firstGradients: this.#gradients.textures[0]!,
      secondGradients: this.#gradients.textures[1]!,
      thirdGradients: this.#gradients.textures[2]!,
      fourthGradients: this.#gradients.textures[3]!,
      firstSlot: state.textures[1] ?? state.textures[0]!,
      secondSlot: state.textures[2] ?? state.textures[0]!,
      lossTexel: isLossKept ? 4 * tileCount + losses - 1 : -1,
      l2: loss.l2,
      learningRate: weights.learningRate,
      biasCorrections: [1 - beta1 ** (this.step + 1), 1 - beta2 ** (this.step + 1)],
    });
    this.#current = next;
  }

  #runForward(rows: number, shared: Uniforms): void {
    const { layers } = this.#layout;
    const last = layers.length - 1;
    layers.forEach((layer, k) => {
      const { inputQuads, unitQuads, units, firstTile, firstOutput } = layer;
      const below = layers[k - 1];
      const outputCount = rows * unitQuads;
      const program = k === last ? this.#programs.output : this.#programs.forward[k]!;
      const { framebuffer } = k === last ? this.#losses : this.#outputs[parityOf(k)];
      program.draw(framebuffer, areaOfTexels(firstOutput, outputCount), {
        ...shared,
        inputs: below ? this.#outputs[parityOf(k - 1)].textures[0]! : this.#samples,
        targets: this.#targets,
        firstInput: below ? below.firstOutput : 0,
        isFirst: below ? 0 : 1,
        inputQuads,
        firstTile,
        units,
        firstOutput,
        outputCount,
        isResidual: layer.residual ? 1 : 0,
        leakySlope: this.#plan.layout.leakySlope,
      });
    });
  }

  #runBackward(rows: number, shared: Uniforms): void {
    const { layers } = this.#layout;
    for (let k = layers.length - 2; k >= 0; k--) {
      const [layer, above] = [layers[k]!, layers[k + 1]!];
      const [errorsAbove, outputErrorsAbove] = this.#errors[parityOf(k + 1)].textures;
      const area = areaOfTexels(layer.firstOutput, rows * layer.unitQuads);
      this.#programs.backward.draw(this.#errors[parityOf(k)].framebuffer, area, {
        ...shared,
        errorsAbove: errorsAbove!,
        outputErrorsAbove: outputErrorsAbove!,
        slopes: this.#outputs[parityOf(k)].textures[1]!,
        firstAbove: above.firstOutput,
        quadsAbove: above.unitQuads,
        firstTile: above.firstTile,
        quads: layer.unitQuads,
        firstOutput: layer.firstOutput,
        outputCount: rows * layer.unitQuads,
        isResidual: above.residual ? 1 : 0,
      });
    }
  }

  #sumGradient(sums: Uniforms & { readonly tileCount: number; readonly blockCount: number }): void {
    const { layers } = this.#layout;
    const listOf = (numberOf: (k: number) => number) =>
      Array.from({ length: MOST_LAYERS }, (_, k) => (k < layers.length ? numberOf(k) : sums.tileCount));
    const area = areaOfTexels(0, (sums.tileCount + 1) * sums.blockCount);
    this.#programs.gradient.draw(this.#gradients.framebuffer, area, {
      ...sums,
      samples: this.#samples,
      evenOutputs: this.#outputs[0].textures[0]!,
      oddOutputs: this.#outputs[1].textures[0]!,
      evenErrors: this.#errors[0].textures[0]!,
      oddErrors: this.#errors[1].textures[0]!,
      losses: this.#losses.textures[1]!,
      lossesPerRow: layers.at(-1)!.unitQuads,
      firstTiles: listOf((k) => layers[k]!.firstTile),
      inputQuads: listOf((k) => layers[k]!.inputQuads),
      unitQuads: listOf((k) => layers[k]!.unitQuads),
      firstInputs: listOf((k) => layers[k - 1]?.firstOutput ?? 0),
      firstErrors: listOf((k) => layers[k]!.firstOutput),
    });
  }

  /** θ, or a vector like it, as texels. */
  #pack(vector: Float32Array): Float32Array {
    const texels = new Float32Array(16 * this.#layout.tileCount);
    for (let p = 0; p < vector.length; p++) texels[this.#places[p]!] = vector[p]!;
    return texels;
  }

  /** The inverse, of the numbers of a texture, row by row from a place on. */
  #unpack(numbers: Float32Array, from: number, columns: number): Float32Array {
    const vector = new Float32Array(this.#places.length);
    for (let p = 0; p < vector.length; p++) {
      const place = this.#places[p]!;
      vector[p] = numbers[from + 4 * positionOfTexel(place >> 2, columns) + (place & 3)]!;
    }
    return vector;
  }
}

type Uniforms = Readonly<Record<string, UniformValue>>;

function parityOf(k: number): 0 | 1 {
  return k % 2 === 0 ? 0 : 1;
}

function numbersOf({ columns, rows }: TexelSize): number {
  return 4 * columns * rows;
}

function joinIntegers(parts: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let length = 0;
  for (const part of parts) {
    joined.set(part, length);
    length += part.length;
  }
  return joined;
}
