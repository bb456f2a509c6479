import type { LayerLayout } from "../model/network/layout";
import {
  range,
  writeBelowError,
  writeGammas,
  writeLayerBounds,
  writeLossUnit,
  writeSlopeBounds,
  writeUnit,
} from "./landscape-glsl";
import { findFirstWeight, isDirect, isPiecewiseLinear, type KernelTopology } from "./landscape-topology";

/**
 * The kernel of a small network, without loops over units. Each unit and slope is a variable of its own, so that a driver can hold it in a
 * register: `a{k}_{j}` is unit j of layer k, `g{k}_{j}` and `d{k}_{j}` are its slopes ∂ℓ/∂a and ∂ℓ/∂z.
 */

/**
 * Places the weights at the fragment's point, once for all samples. The arrays are filled in a loop, so that they stay arrays: hundreds of
 * variables that live through the loop over the samples would take a compiler minutes.
 */
export function writeStraightWeights({ layers, curvature }: KernelTopology): string {
  const weights = layers.at(-1)!.bias + layers.at(-1)!.units - findFirstWeight(layers);
  if (weights === 0) return "";
  return `
  float w[${weights}];
  ${curvature ? `float wx[${weights}];\n  float wy[${weights}];` : ""}
  for (int p = 0; p < ${weights}; p++) {
    vec3 weight = placeWeight(fetch_weights(p), place);
    w[p] = weight.x;
    ${curvature ? "wx[p] = weight.y;\n    wy[p] = weight.z;" : ""}
  }`;
}

/** Adds one sample s to the block's sums. */
export function writeStraightSample(topology: KernelTopology): string {
  const { layers, curvature } = topology;
  const lines = layers.flatMap((layer, k) => writeLayer(topology, layer, k));
  lines.push(...writeLoss(topology));
  if (curvature) lines.push(...writeWayBack(topology), "addCurvature(curvature, h);");
  return lines.map((line) => `      ${line}`).join("\n");
}

function writeLayer(topology: KernelTopology, layer: LayerLayout, k: number): string[] {
  const { layers } = topology;
  const units = range(layer.units);
  const isProjected = k === 0 && !isDirect(layers);
  const lines: string[] = [];
  if (isProjected) {
    lines.push("Errors f0 = NO_ERRORS;");
  } else {
    if (k === 0) lines.push("vec4 inputs = fetch_first(s);", "Peak below0 = peakOfInputs(largestInput(inputs));");
    const below = k === 0 ? "below0" : `p${k - 1}`;
    lines.push(
      `holdForward(overflow, ${below}, row${k});`,
      `Errors f${k} = boundLayer(${below}, row${k}, ${writeGammas(layer.inputs)});`,
    );
  }
  for (const j of units) {
    if (isProjected) {
      lines.push(
        `vec4 part${j} = fetch_first(s * ${layer.units} + ${j});`,
        `widenProjection(f0, part${j});`,
        `Argument z0_${j} = projectArgument(part${j}, place);`,
      );
    } else {
      lines.push(`Argument z${k}_${j} = argumentOf(${writeSum(topology, layer, k, j)});`);
    }
  }
  lines.push(`Span span${k} = NO_SPAN;`, ...units.map((j) => `widenSpan(span${k}, z${k}_${j});`));
  for (const j of units) lines.push(`Unit a${k}_${j} = ${writeUnit(layer, `f${k}`, `z${k}_${j}`, `a${k - 1}_${j}`)};`);
  lines.push(`Peak p${k} = NO_PEAK;`, ...units.map((j) => `widenPeak(p${k}, a${k}_${j});`));
  lines.push(...writeLayerBounds(layer, k, ""));
  return lines;
}

/** z of unit j, with its two derivatives where the kernel gives the curvature. */
function writeSum({ layers, curvature }: KernelTopology, layer: LayerLayout, k: number, j: number): string {
  const bias = weightOf(layers, layer.bias + j);
  const weights = range(layer.inputs).map((i) => weightOf(layers, layer.kernel + i * layer.units + j));
  const add = (start: string, term: (p: number, i: number) => string) => [start, ...weights.map(term)].join(" + ");
  const below = (i: number) => (k === 0 ? `inputs[${i}]` : `a${k - 1}_${i}.v`);
  const v = add(`w[${bias}]`, (p, i) => `w[${p}] * ${below(i)}`);
  if (!curvature) return v;
  const derive = (slopes: string, component: string) =>
    add(`${slopes}[${bias}]`, (p, i) => {
      const moved = `${slopes}[${p}] * ${below(i)}`;
      // The inputs do not move.
      return k === 0 ? moved : `w[${p}] * a${k - 1}_${i}.${component} + ${moved}`;
    });
  return `vec3(${v}, ${derive("wx", "x")}, ${derive("wy", "y")})`;
}

function writeLoss({ layers, loss, curvature }: KernelTopology): string[] {
  const last = layers.length - 1;
  const outputs = range(layers[last]!.units);
  const lines = curvature ? ["Curvature h = NO_CURVATURE;", `Slopes above${last} = NO_SLOPES;`] : [];
  if (loss === "softmax-ce") {
    lines.push(
      `Unit logits[OUTPUTS] = Unit[OUTPUTS](${outputs.map((j) => `a${last}_${j}`).join(", ")});`,
      `float y[OUTPUTS] = float[OUTPUTS](${outputs.map((j) => `fetch_targets(s * OUTPUTS + ${j}).z`).join(", ")});`,
      "Softmax softmax = softmaxOf(logits);",
      `addLoss(partial, softmaxLoss(softmax, p${last}.e0, y));`,
    );
    if (!curvature) return lines;
    lines.push("float slopes[OUTPUTS];", `bendSoftmax(h, softmax, logits, p${last}, y, slopes, above${last});`);
    for (const j of outputs) lines.push(`float g${last}_${j} = slopes[${j}];`);
    return lines;
  }
  for (const j of outputs) {
    lines.push(
      `vec4 t${j} = fetch_targets(s * OUTPUTS + ${j});`,
      `Argument r${j} = lossArgument(a${last}_${j}, t${j}.x, t${j}.y);`,
      `Errors e${j} = lossErrors(p${last}, r${j}, t${j}.y);`,
      `Unit ell${j} = ${writeLossUnit(loss, `r${j}`, `e${j}`)};`,
      `addLoss(partial, vec2(ell${j}.v, ell${j}.e0));`,
    );
    if (!curvature) continue;
    lines.push(
      `bend(h, ell${j}, e${j}, 1.0, 0.0);`,
      // The slope of r = scale·f + shift.
      `float g${last}_${j} = t${j}.x * ell${j}.first;`,
      `widenSlopes(above${last}, g${last}_${j}, smoothSlopeError(ell${j}, 1.0, 0.0));`,
    );
  }
  return lines;
}

function writeWayBack({ layers }: KernelTopology): string[] {
  const lines: string[] = [];
  for (let k = layers.length - 1; k >= 0; k--) {
    const layer = layers[k]!;
    if (!isPiecewiseLinear(layer)) {
      for (const j of range(layer.units)) lines.push(`bend(h, a${k}_${j}, f${k}, g${k}_${j}, above${k}.e);`);
    }
    if (k > 0) lines.push(...writeThrough(layer, k), ...writeTurns(layers, layer, k));
  }
  return lines;
}

/** ∂ℓ/∂z of layer k from ∂ℓ/∂a. */
function writeThrough(layer: LayerLayout, k: number): string[] {
  const units = range(layer.units);
  const first = (j: number) => (layer.activation === "identity" ? "" : `a${k}_${j}.first * `);
  const error = (j: number) =>
    isPiecewiseLinear(layer) ? "0.0" : `smoothSlopeError(a${k}_${j}, g${k}_${j}, above${k}.e)`;
  return [
    ...units.map((j) => `float d${k}_${j} = ${first(j)}g${k}_${j};`),
    `Slopes through${k} = NO_SLOPES;`,
    ...units.map((j) => `widenSlopes(through${k}, d${k}_${j}, ${error(j)});`),
    ...writeSlopeBounds(layer, k, ""),
  ];
}

/** What the weights into layer k add to the second derivatives, and ∂ℓ/∂a of the layer below where it is needed. */
function writeTurns(layers: readonly LayerLayout[], layer: LayerLayout, k: number): string[] {
  const needsSlopes = k > 1 || !isPiecewiseLinear(layers[0]!);
  const sum = (weights: string, i: number) =>
    range(layer.units)
      .map((j) => `${weights}[${weightOf(layers, layer.kernel + i * layer.units + j)}] * d${k}_${j}`)
      .join(" + ");
  const inputs = range(layer.inputs);
  const turns = inputs.map((i) => `turn(h, a${k - 1}_${i}, p${k - 1}, ${sum("wx", i)}, ${sum("wy", i)});`);
  if (!needsSlopes) return turns;
  const slopes = inputs.flatMap((i) => [
    `float g${k - 1}_${i} = ${sum("w", i)}${layer.residual ? ` + g${k}_${i}` : ""};`,
    `widenSlopes(above${k - 1}, g${k - 1}_${i}, 0.0);`,
  ]);
  return [...turns, `Slopes above${k - 1} = NO_SLOPES;`, ...slopes, writeBelowError(layer, k, "")];
}

function weightOf(layers: readonly LayerLayout[], parameter: number): number {
  return parameter - findFirstWeight(layers);
}
