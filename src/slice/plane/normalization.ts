import { type NetworkLayout, type Parameters, zeroParameters } from "../../model/network/layout";

/** Avoids division by zero for a zero filter. Li et al. use this constant, for filters only. */
const FILTER_GUARD = 1e-10;

/**
 * Scales a direction unit by unit to the weights to which it is added, so that planes of differently scaled networks can be compared.
 * Each unit's incoming kernel column d becomes d · ‖w‖ / (‖d‖ + 1e-10); biases become 0.
 *
 * @param layout  where each layer's kernel and bias lie in a parameter vector
 * @param theta   the centre of the plane, [layout.parameterCount]
 * @param direction  a random direction, [layout.parameterCount]; not changed
 * @returns a new direction, [layout.parameterCount]
 * @see Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets", section 4
 */
export function normalizeByFilter(layout: NetworkLayout, theta: Parameters, direction: Parameters): Parameters {
  const scaled = zeroParameters(layout);
  for (const { inputs, units, kernel } of layout.layers) {
    for (let j = 0; j < units; j++) {
      const column = Array.from({ length: inputs }, (_, i) => kernel + i * units + j);
      scaleEntries(scaled, theta, direction, column, FILTER_GUARD);
    }
  }
  return scaled;
}

/** The same with one scale for a layer's whole kernel: d becomes d · ‖w‖ / ‖d‖. @see Li et al. 2018, section 4 */
export function normalizeByLayer(layout: NetworkLayout, theta: Parameters, direction: Parameters): Parameters {
  const scaled = zeroParameters(layout);
  for (const { kernel, bias } of layout.layers) {
    const entries = Array.from({ length: bias - kernel }, (_, offset) => kernel + offset);
    scaleEntries(scaled, theta, direction, entries, 0);
  }
  return scaled;
}

/** Writes direction · ‖θ‖ / (‖direction‖ + guard) over the given entries; a zero direction stays zero. */
function scaleEntries(
  target: Parameters,
  theta: Parameters,
  direction: Parameters,
  entries: readonly number[],
  guard: number,
): void {
  const norm = (vector: Parameters) => Math.hypot(...entries.map((entry) => vector[entry]!));
  const length = norm(direction);
  if (length === 0) return;
  const scale = norm(theta) / (length + guard);
  for (const entry of entries) target[entry] = direction[entry]! * scale;
}
