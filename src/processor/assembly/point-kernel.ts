/**
 * The loss of a network at one point of a slice, with its first and exact second derivatives by the adjoint, and what an error analysis
 * needs of it. The network's shape is read from memory (memory-layout.ts), so that one module serves all networks. A point takes three
 * calls: place, pass over all blocks of samples, report.
 */
import {
  LAYER_BACKWARD,
  LAYER_BYTES,
  LAYER_FORWARD,
  LAYER_INPUTS,
  LAYER_SEEN,
  LAYER_SLOPES,
  LAYER_THETA,
  LAYER_UNITS,
  PROBLEM_LAYERS,
  PROBLEM_LOSS,
  PROBLEM_SAMPLES,
  PROBLEM_SLOPE,
  PROBLEM_TABLE,
  PROBLEM_TARGETS,
  PROBLEM_TOTALS,
  QUAD_BYTES,
} from "../memory-layout";
import { splat } from "./vector-functions";
import {
  addTo,
  apply,
  applyWithSlopes,
  blockCurvature,
  finish,
  finishWithSlopes,
  firstSlopes,
  pointer,
  projectFirst,
  pullBack,
  startAdjoint,
} from "./pass-layers";
import { addLoss, TOTAL_CURVATURE, TOTAL_LEAST_ARGUMENT } from "./add-loss";

const WEIGHT_BYTES: usize = 24;
const SEEN_BYTES: usize = 128;
const SEEN_LEAST_INPUT: usize = 48;
const SEEN_INPUT_ADJOINT: usize = 80;
const SEEN_ACTIVATED: usize = 112;

let problem: usize = 0;
let pointX: f64 = 0;
let pointY: f64 = 0;
/** The weights of the samples of a block, a quad: all 1, or 0 for the copies in the last block. */
const sampleWeights = memory.data(32, 16);

export { activateWithSlopes } from "./activate";

/** The first quad of the memory that the kernel does not use itself. */
export function freeMemory(): usize {
  return (__heap_base + QUAD_BYTES - 1) & ~(<usize>QUAD_BYTES - 1);
}

/** Takes the problem that lies at this address. */
export function open(address: usize): void {
  problem = address;
}

// @ts-ignore: decorator
@inline
function layerAt(k: i32): usize {
  return load<usize>(problem, PROBLEM_TABLE) + <usize>(k * LAYER_BYTES);
}

/** Goes to a point: places the weights w = θ + x·dx + y·dy and empties what was seen. */
export function place(x: f64, y: f64): void {
  pointX = x;
  pointY = y;
  const layers = load<i32>(problem, PROBLEM_LAYERS);
  for (let k = 1; k < layers; k++) placeLayer(layerAt(k), x, y);
  const totals = load<usize>(problem, PROBLEM_TOTALS);
  memory.fill(totals, 0, 128);
  v128.store(totals, splat(Infinity), TOTAL_LEAST_ARGUMENT);
  for (let k = 0; k < layers; k++) {
    const seen = pointer(layerAt(k), LAYER_SEEN);
    memory.fill(seen, 0, SEEN_BYTES);
    v128.store(seen, splat(Infinity), SEEN_LEAST_INPUT);
  }
}

function placeLayer(layer: usize, x: f64, y: f64): void {
  const inputs = load<i32>(layer, LAYER_INPUTS);
  const units = load<i32>(layer, LAYER_UNITS);
  let theta = pointer(layer, LAYER_THETA);
  let forward = pointer(layer, LAYER_FORWARD);
  const row = <usize>units * WEIGHT_BYTES;
  let column = pointer(layer, LAYER_BACKWARD);
  for (let j = 0; j < units; j++) {
    let backward = column;
    for (let i = 0; i < inputs; i++) {
      const w = load<f64>(theta) + x * load<f64>(forward, 8) + y * load<f64>(forward, 16);
      store<f64>(forward, w);
      store<f64>(backward, w);
      theta += 8;
      forward += WEIGHT_BYTES;
      backward += row;
    }
    store<f64>(forward, load<f64>(theta) + x * load<f64>(forward, 8) + y * load<f64>(forward, 16));
    theta += 8;
    forward += WEIGHT_BYTES;
    column += WEIGHT_BYTES;
  }
}

/**
 * Adds the samples of the blocks from `first` up to and without `end`.
 * @param curvature  whether derivatives are wanted; else the loss alone
 */
export function pass(first: i32, end: i32, curvature: bool): void {
  const samples = load<i32>(problem, PROBLEM_SAMPLES);
  for (let block = first; block < end; block++) {
    for (let s = 0; s < 4; s++) {
      store<f64>(sampleWeights + (<usize>s << 3), block * 4 + s < samples ? 1 : 0);
    }
    if (curvature) passBlockWithSlopes(block);
    else passBlock(block);
  }
}

// @ts-ignore: decorator
@inline
function targetsOf(block: i32, outputs: i32): usize {
  return load<usize>(problem, PROBLEM_TARGETS) + <usize>(block * outputs) * (2 * QUAD_BYTES);
}

function passBlock(block: i32): void {
  const last = load<i32>(problem, PROBLEM_LAYERS) - 1;
  const leakySlope = load<f64>(problem, PROBLEM_SLOPE);
  projectFirst(layerAt(0), block, pointX, pointY);
  finish(0, layerAt(0), leakySlope);
  for (let k = 1; k <= last; k++) {
    apply(layerAt(k - 1), layerAt(k));
    finish(layerAt(k - 1), layerAt(k), leakySlope);
  }
  const output = layerAt(last);
  const targets = targetsOf(block, load<i32>(output, LAYER_UNITS));
  addLoss(load<i32>(problem, PROBLEM_LOSS), output, targets, sampleWeights, load<usize>(problem, PROBLEM_TOTALS), false);
}

function passBlockWithSlopes(block: i32): void {
  const last = load<i32>(problem, PROBLEM_LAYERS) - 1;
  const leakySlope = load<f64>(problem, PROBLEM_SLOPE);
  const totals = load<usize>(problem, PROBLEM_TOTALS);
  memory.fill(blockCurvature, 0, 48);
  const bottom = firstSlopes(layerAt(0), block);
  projectFirst(layerAt(0), block, pointX, pointY);
  finishWithSlopes(0, layerAt(0), bottom, leakySlope);
  for (let k = 1; k <= last; k++) {
    const layer = layerAt(k);
    applyWithSlopes(layerAt(k - 1), layer);
    finishWithSlopes(layerAt(k - 1), layer, pointer(layer, LAYER_SLOPES), leakySlope);
  }
  const output = layerAt(last);
  const targets = targetsOf(block, load<i32>(output, LAYER_UNITS));
  addLoss(load<i32>(problem, PROBLEM_LOSS), output, targets, sampleWeights, totals, true);
  startAdjoint(output, last == 0 ? bottom : pointer(output, LAYER_SLOPES));
  for (let k = last; k > 0; k--) {
    const below = layerAt(k - 1);
    pullBack(layerAt(k), below, k == 1 ? bottom : pointer(below, LAYER_SLOPES));
  }
  for (let c: usize = 0; c < 48; c += 16) addTo(totals + TOTAL_CURVATURE + c, v128.load(blockCurvature + c));
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** Writes the record of the point (observed.ts). */
export function report(record: usize): void {
  const totals = load<usize>(problem, PROBLEM_TOTALS);
  for (let n: usize = 0; n < 7; n++) store<f64>(record + (n << 3), sumOf(v128.load(totals + (n << 4))));
  const least = v128.load(totals, TOTAL_LEAST_ARGUMENT);
  store<f64>(record, min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)), 56);
  const layers = load<i32>(problem, PROBLEM_LAYERS);
  for (let k = 0; k < layers; k++) reportLayer(pointer(layerAt(k), LAYER_SEEN), record + 64 * <usize>(k + 1));
}

function reportLayer(seen: usize, record: usize): void {
  for (let o: usize = 0; o <= SEEN_ACTIVATED; o += 16) {
    const lanes = v128.load(seen + o);
    const one = f64x2.extract_lane(lanes, 0);
    const other = f64x2.extract_lane(lanes, 1);
    const isSum = o == SEEN_INPUT_ADJOINT || o == SEEN_INPUT_ADJOINT + 16;
    const seenOf = isSum ? one + other : o == SEEN_LEAST_INPUT ? min(one, other) : max(one, other);
    store<f64>(record + (o >> 1), seenOf);
  }
}
