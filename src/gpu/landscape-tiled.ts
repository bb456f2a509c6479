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
import { findFirstWeight, isPiecewiseLinear, type KernelTopology } from "./landscape-topology";

/**
 * The kernel of a wide network, in loops over units. A product of a matrix goes through tiles of TILE_UNITS results for each of
 * TILED_SAMPLES samples, so that a weight that is fetched and placed serves several samples, and a number that is read from an array serves
 * several units. Names end in the number of their sample: `a{k}_{l}[j]` is unit j of layer k, `g_{l}[j]` and `d_{l}[j]` are its slopes
 * ∂ℓ/∂a and ∂ℓ/∂z.
 */

/** Samples s, s + 1, … that a fragment computes at once. */
export const TILED_SAMPLES = 4;
const TILE_UNITS = 8;

const LANES = range(TILED_SAMPLES);

/** Adds the samples from s on, up to blockEnd, to the block's sums. */
export function writeTiledSamples(topology: KernelTopology): string {
  const { layers, curvature } = topology;
  const lines = [
    ...LANES.map((l) => `int s_${l} = min(s + ${l}, blockEnd - 1);`),
    ...layers.flatMap((layer, k) => writeLayer(topology, layer, k)),
    ...LANES.flatMap((l) => writeLoss(topology, l)),
    ...(curvature ? writeWayBack(topology) : []),
    // The last block may end before the last of these samples.
    ...LANES.map(
      (l) =>
        `if (s + ${l} < blockEnd) { addLoss(partial, loss_${l});${curvature ? ` addCurvature(curvature, h_${l});` : ""} }`,
    ),
  ];
  return lines.map((line) => `      ${line}`).join("\n");
}

function writeLayer(topology: KernelTopology, layer: LayerLayout, k: number): string[] {
  const { curvature } = topology;
  const lines: string[] = [];
  for (const l of LANES) {
    lines.push(`${curvature ? "vec4" : "float"} a${k}_${l}[${layer.units}];`);
    if (curvature && !isPiecewiseLinear(layer))
      lines.push(`vec4 bent${k}_${l}[${layer.units}];`, `float r${k}_${l}[${layer.units}];`);
    lines.push(`Span span${k}_${l} = NO_SPAN;`, `Peak p${k}_${l} = NO_PEAK;`);
    if (k === 0) lines.push(`Errors f0_${l} = NO_ERRORS;`);
    else {
      lines.push(
        `holdForward(overflow, p${k - 1}_${l}, row${k});`,
        `Errors f${k}_${l} = boundLayer(p${k - 1}_${l}, row${k}, ${writeGammas(layer.inputs)});`,
      );
    }
  }
  lines.push(...(k === 0 ? writeProjection(topology, layer) : writeProduct(topology, layer, k)));
  lines.push(`for (int j = 0; j < ${layer.units}; j++) {`);
  for (const l of LANES) {
    const unit = writeUnit(layer, `f${k}_${l}`, `z_${l}`, `unpackUnit(a${k - 1}_${l}[j])`);
    lines.push(
      `  Argument z_${l} = argumentOf(a${k}_${l}[j]${curvature ? ".xyz" : ""});`,
      `  widenSpan(span${k}_${l}, z_${l});`,
      `  Unit u_${l} = ${unit};`,
      `  widenPeak(p${k}_${l}, u_${l});`,
      `  a${k}_${l}[j] = packUnit(u_${l});`,
    );
    if (curvature && !isPiecewiseLinear(layer)) {
      lines.push(`  bent${k}_${l}[j] = packBend(u_${l});`, `  r${k}_${l}[j] = u_${l}.r1;`);
    }
  }
  lines.push("}", ...LANES.flatMap((l) => writeLayerBounds(layer, k, `_${l}`)));
  return lines;
}

/** Puts the arguments of the projected first layer into a0. */
function writeProjection({ curvature }: KernelTopology, { units }: LayerLayout): string[] {
  return [
    `for (int j = 0; j < ${units}; j++) {`,
    ...LANES.flatMap((l) => [
      `  vec4 part_${l} = fetch_first(s_${l} * ${units} + j);`,
      `  widenProjection(f0_${l}, part_${l});`,
      `  Argument z_${l} = projectArgument(part_${l}, place);`,
      `  a0_${l}[j] = ${curvature ? `vec4(z_${l}.v, z_${l}.x, z_${l}.y, 0.0)` : `z_${l}.v`};`,
    ]),
    "}",
  ];
}

/** Puts the arguments of layer k, an affine map of the units below, into its array. */
function writeProduct({ layers, curvature }: KernelTopology, layer: LayerLayout, k: number): string[] {
  const { inputs, units } = layer;
  const kernel = layer.kernel - findFirstWeight(layers);
  const bias = layer.bias - findFirstWeight(layers);
  const tile = range(Math.min(TILE_UNITS, units));
  const guard = units % TILE_UNITS !== 0;
  return [
    `for (int j = 0; j < ${units}; j += ${TILE_UNITS}) {`,
    ...tile.map((t) => `  vec3 bias${t} = placeWeight(fetch_weights(${bias} + j + ${t}), place);`),
    ...tile.flatMap((t) =>
      LANES.map((l) => `  ${curvature ? `vec3 z${t}_${l} = bias${t}` : `float z${t}_${l} = bias${t}.x`};`),
    ),
    `  for (int i = 0; i < ${inputs}; i++) {`,
    ...LANES.map((l) => `    ${curvature ? "vec4" : "float"} v_${l} = a${k - 1}_${l}[i];`),
    ...tile.flatMap((t) => [
      `    vec3 w${t} = placeWeight(fetch_weights(${kernel} + i * ${units} + j + ${t}), place);`,
      ...LANES.map((l) =>
        curvature
          ? `    z${t}_${l} += w${t}.x * v_${l}.xyz + vec3(0.0, w${t}.yz * v_${l}.x);`
          : `    z${t}_${l} += w${t}.x * v_${l};`,
      ),
    ]),
    "  }",
    ...tile.map((t) => {
      const stores = LANES.map(
        (l) => `a${k}_${l}[j + ${t}] = ${curvature ? `vec4(z${t}_${l}, 0.0)` : `z${t}_${l}`};`,
      ).join(" ");
      return guard ? `  if (j + ${t} < ${units}) { ${stores} }` : `  ${stores}`;
    }),
    "}",
  ];
}

function writeLoss({ layers, loss, curvature }: KernelTopology, l: number): string[] {
  const last = layers.length - 1;
  const widest = Math.max(...layers.map(({ units }) => units));
  const peak = `p${last}_${l}`;
  const lines = [`vec2 loss_${l} = vec2(0.0);`];
  if (curvature) {
    lines.push(
      `Curvature h_${l} = NO_CURVATURE;`,
      `Slopes above${last}_${l} = NO_SLOPES;`,
      `float g_${l}[${widest}];`,
      `float d_${l}[${widest}];`,
      `vec3 q_${l}[${widest}];`,
    );
  }
  if (loss === "softmax-ce") {
    lines.push(
      `Unit logits_${l}[OUTPUTS];`,
      `float y_${l}[OUTPUTS];`,
      "for (int j = 0; j < OUTPUTS; j++) {",
      `  logits_${l}[j] = unpackUnit(a${last}_${l}[j]);`,
      `  y_${l}[j] = fetch_targets(s_${l} * OUTPUTS + j).z;`,
      "}",
      `Softmax softmax_${l} = softmaxOf(logits_${l});`,
      `loss_${l} = softmaxLoss(softmax_${l}, ${peak}.e0, y_${l});`,
    );
    if (!curvature) return lines;
    lines.push(
      `float slopes_${l}[OUTPUTS];`,
      `bendSoftmax(h_${l}, softmax_${l}, logits_${l}, ${peak}, y_${l}, slopes_${l}, above${last}_${l});`,
      `for (int j = 0; j < OUTPUTS; j++) g_${l}[j] = slopes_${l}[j];`,
    );
    return lines;
  }
  lines.push(
    "for (int j = 0; j < OUTPUTS; j++) {",
    `  vec4 target = fetch_targets(s_${l} * OUTPUTS + j);`,
    `  Argument r = lossArgument(unpackUnit(a${last}_${l}[j]), target.x, target.y);`,
    `  Errors e = lossErrors(${peak}, r, target.y);`,
    `  Unit ell = ${writeLossUnit(loss, "r", "e")};`,
    `  loss_${l} += vec2(ell.v, ell.e0);`,
  );
  if (curvature) {
    lines.push(
      `  bend(h_${l}, ell, e, 1.0, 0.0);`,
      // The slope of r = scale·f + shift.
      `  g_${l}[j] = target.x * ell.first;`,
      `  widenSlopes(above${last}_${l}, g_${l}[j], smoothSlopeError(ell, 1.0, 0.0));`,
    );
  }
  return [...lines, "}"];
}

function writeWayBack({ layers }: KernelTopology): string[] {
  const lines: string[] = [];
  for (let k = layers.length - 1; k >= 0; k--) {
    const layer = layers[k]!;
    const isLinear = isPiecewiseLinear(layer);
    if (k === 0 && isLinear) break;
    if (k > 0) lines.push(...LANES.map((l) => `Slopes through${k}_${l} = NO_SLOPES;`));
    lines.push(`for (int j = 0; j < ${layer.units}; j++) {`);
    for (const l of LANES) {
      lines.push(`  Unit u_${l} = unpackUnit(a${k}_${l}[j]);`);
      if (!isLinear) {
        lines.push(
          `  unpackBend(u_${l}, bent${k}_${l}[j], r${k}_${l}[j]);`,
          `  bend(h_${l}, u_${l}, f${k}_${l}, g_${l}[j], above${k}_${l}.e);`,
        );
      }
      if (k === 0) continue;
      const error = isLinear ? "0.0" : `smoothSlopeError(u_${l}, g_${l}[j], above${k}_${l}.e)`;
      lines.push(`  d_${l}[j] = u_${l}.first * g_${l}[j];`, `  widenSlopes(through${k}_${l}, d_${l}[j], ${error});`);
    }
    lines.push("}");
    if (k === 0) break;
    lines.push(
      ...LANES.flatMap((l) => [...writeSlopeBounds(layer, k, `_${l}`), `Slopes above${k - 1}_${l} = NO_SLOPES;`]),
      ...writeProductBack(layers, layer, k),
      ...LANES.map((l) => writeBelowError(layer, k, `_${l}`)),
    );
  }
  return lines;
}

/** Turns the slopes ∂ℓ/∂z of layer k into those ∂ℓ/∂a of the layer below, and adds their part of the second derivatives. */
function writeProductBack(layers: readonly LayerLayout[], layer: LayerLayout, k: number): string[] {
  const { inputs, units, residual } = layer;
  const kernel = layer.kernel - findFirstWeight(layers);
  const tile = range(Math.min(TILE_UNITS, inputs));
  const guard = inputs % TILE_UNITS !== 0;
  return [
    `for (int i = 0; i < ${inputs}; i += ${TILE_UNITS}) {`,
    ...tile.flatMap((t) => LANES.map((l) => `  vec3 q${t}_${l} = vec3(0.0);`)),
    `  for (int j = 0; j < ${units}; j++) {`,
    ...LANES.map((l) => `    float v_${l} = d_${l}[j];`),
    ...tile.flatMap((t) => [
      `    vec3 w${t} = placeWeight(fetch_weights(${kernel} + (i + ${t}) * ${units} + j), place);`,
      ...LANES.map((l) => `    q${t}_${l} += w${t} * v_${l};`),
    ]),
    "  }",
    ...tile.map((t) => {
      const stores = LANES.map((l) => `q_${l}[i + ${t}] = q${t}_${l};`).join(" ");
      return guard ? `  if (i + ${t} < ${inputs}) { ${stores} }` : `  ${stores}`;
    }),
    "}",
    `for (int i = 0; i < ${inputs}; i++) {`,
    ...LANES.flatMap((l) => [
      `  turn(h_${l}, unpackUnit(a${k - 1}_${l}[i]), p${k - 1}_${l}, q_${l}[i].y, q_${l}[i].z);`,
      `  g_${l}[i] = q_${l}[i].x${residual ? ` + g_${l}[i]` : ""};`,
      `  widenSlopes(above${k - 1}_${l}, g_${l}[i], 0.0);`,
    ]),
    "}",
  ];
}
