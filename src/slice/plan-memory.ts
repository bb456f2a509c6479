import type { Spec } from "../experiment/spec";
import type { Parameters } from "../model/network/layout";
import { makeProblem, type Problem } from "../model/problem";
import { haveSameEntries } from "../numeric/have-same-entries";
import { makeGrid } from "./grid";
import type { LandscapePlan } from "./landscape-plan";
import { findPlane } from "./plan-landscape";
import type { Plane } from "./plane/plane";

/**
 * Plans landscapes and keeps the problem and the plane of the last one, because eigenvectors of a whole Hessian take time and every
 * inspection of a slice needs them.
 */
export class PlanMemory {
  #problem: { readonly key: string; readonly problem: Problem } | null = null;
  #plane: { readonly key: string; readonly center: Parameters; readonly plane: Plane } | null = null;

  /**
   * Plans the landscape of an experiment from its spec and the weights at its centre.
   *
   * @throws RangeError with one sentence when the plane cannot be made
   * @throws DOMException named AbortError when the signal is aborted
   */
  async plan(spec: Spec, center: Parameters, signal: AbortSignal): Promise<LandscapePlan> {
    const { dataset, network, loss, plane } = spec;
    const key = JSON.stringify([dataset, network, loss]);
    if (this.#problem?.key !== key) this.#problem = { key, problem: makeProblem(spec) };
    const { problem } = this.#problem;
    const { dx, dy, exchange } = await this.#findPlane(
      `${key} ${JSON.stringify(plane)}`,
      spec,
      problem,
      center,
      signal,
    );
    return { ...problem, center, dx, dy, exchange, grid: makeGrid(spec.grid) };
  }

  async #findPlane(key: string, spec: Spec, problem: Problem, center: Parameters, signal: AbortSignal): Promise<Plane> {
    const known = this.#plane;
    if (known && known.key === key && haveSameEntries(known.center, center)) return known.plane;
    const plane = await findPlane(spec.plane, problem, center, signal);
    // A copy, because the memory of the request may be transferred to another thread.
    this.#plane = { key, center: center.slice() as Parameters, plane };
    return plane;
  }
}
