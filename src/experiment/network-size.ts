import { LIMITS } from "./limits";
import type { NetworkSpec } from "./spec";

/** The number of weights and biases of a network with these layer sizes. */
export function countParameters(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, units, k) => sum + ((sizes[k] ?? 0) + 1) * units, 0);
}

/**
 * Says why a network's whole Hessian is not computed: its number of entries is the square of the number of parameters.
 *
 * @param write  writes both numbers
 * @returns a sentence without its capital and full stop; null where the network is small enough
 */
export function refuseHessian(
  { layers }: Pick<NetworkSpec, "layers">,
  write: (count: number) => string = String,
): string | null {
  const count = countParameters(layers);
  const { max } = LIMITS.hessianParameters;
  if (count <= max) return null;
  return `the network has ${write(count)} parameters, and the whole Hessian is for at most ${write(max)}`;
}
