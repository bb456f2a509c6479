import type { Parameters } from "../model/layout";
import type { Plane } from "../plane/plane";
import type { Spec } from "../spec/schema";
import { findPlane } from "./experiment";

/** Remembers the plane found last: eigenvectors of a whole Hessian take a while, and every look at a slice needs them. */
export class PlaneMemory {
  #key = "";
  #center: Parameters | null = null;
  #plane: Plane | null = null;

  /**
   * @throws RangeError with one sentence when the plane cannot be made
   * @throws DOMException named AbortError when the signal is aborted
   */
  async find(spec: Spec, center: Parameters, signal: AbortSignal): Promise<Plane> {
    const { dataset, network, loss, plane } = spec;
    const key = JSON.stringify([dataset, network, loss, plane]);
    if (this.#plane && key === this.#key && this.#center && isSame(this.#center, center)) return this.#plane;
    const found = await findPlane(spec, center, signal);
    this.#key = key;
    // A copy: what was asked about may be handed on, and its memory with it.
    this.#center = center.slice() as Parameters;
    this.#plane = found;
    return found;
  }
}

function isSame(one: Parameters, other: Parameters): boolean {
  return one.length === other.length && one.every((entry, p) => entry === other[p]);
}
