import type { LandscapeOutcome } from "../../../compute/jobs/landscape-outcome";
import type { ComputeService } from "../../../compute/service/tasks";
import type { HessianSummary } from "../../../convexity/points/full-hessian";
import { allowsHessian } from "../../inspector/follow-inspector";
import type { Sides } from "./compare-run";
import type { SideState } from "./side-state";

/** The whole Hessian at the weights of both sides, computed only when it is asked for. */
export class HessianAsk {
  readonly #service: ComputeService;
  readonly #onChange: () => void;
  readonly #found = new WeakMap<LandscapeOutcome, HessianSummary>();
  #isAsked = false;
  #isBusy = false;
  #sides: Sides | null = null;
  #message = "";

  constructor(service: ComputeService, onChange: () => void) {
    this.#service = service;
    this.#onChange = onChange;
  }

  get isAsked(): boolean {
    return this.#isAsked;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** One sentence where it cannot be had, else empty. */
  get message(): string {
    return this.#message;
  }

  ask(wanted: boolean): void {
    this.#isAsked = wanted;
    this.#message = "";
    if (this.#sides) this.follow(this.#sides);
    this.#onChange();
  }

  /** What the result itself holds, or what was found when it was asked for. */
  read({ outcome }: SideState): HessianSummary | null {
    if (!outcome) return null;
    return outcome.fullHessian?.center ?? (this.#isAsked ? (this.#found.get(outcome) ?? null) : null);
  }

  follow(sides: Sides): void {
    this.#sides = sides;
    if (!this.#isAsked || this.#isBusy || this.#message !== "") return;
    const lacking = [sides.a, sides.b].find((side) => side.outcome && !this.read(side));
    if (lacking) void this.#compute(lacking);
  }

  async #compute({ spec, training, outcome }: SideState): Promise<void> {
    if (!spec || !training?.parameters || !outcome) return;
    if (!allowsHessian(spec)) {
      this.#message = "The whole Hessian is for smaller networks than one of these.";
      return;
    }
    this.#isBusy = true;
    try {
      const summary = await this.#service.run("measureHessian", { spec, parameters: training.parameters });
      this.#found.set(outcome, summary);
    } catch (error) {
      this.#message = error instanceof Error ? error.message : String(error);
    }
    this.#isBusy = false;
    if (this.#sides) this.follow(this.#sides);
    this.#onChange();
  }
}
