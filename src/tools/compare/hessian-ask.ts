import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import { type AskLatest, createAskLatest } from "../../studio/run/ask-latest";
import { allowsHessian } from "../../studio/run/follow-evidence";
import type { Sides } from "./compare-run";
import type { SideState } from "./side-state";

/** The whole Hessian at the weights of both sides, computed only when it is asked for. */
export class HessianAsk {
  readonly #onChange: () => void;
  readonly #found = new WeakMap<LandscapeOutcome, HessianSummary>();
  readonly #latest: AskLatest<HessianRequest>;
  #isAsked = false;
  #sides: Sides | null = null;
  #message = "";

  constructor(service: ComputeService, onChange: () => void) {
    this.#onChange = onChange;
    this.#latest = createAskLatest<HessianRequest, HessianSummary>({
      run: ({ spec, parameters }, signal) => service.run("measureHessian", { spec, parameters }, { signal }),
      isSame: (one, other) => one.outcome === other.outcome,
      isOfUse: () => true,
      onAnswer: (summary, { outcome }) => {
        this.#found.set(outcome, summary);
        if (this.#sides) this.follow(this.#sides);
        onChange();
      },
      onFailure: (message) => {
        this.#message = message;
        onChange();
      },
    });
  }

  get isAsked(): boolean {
    return this.#isAsked;
  }

  get isBusy(): boolean {
    return this.#latest.isBusy();
  }

  /** One sentence where it cannot be had, else empty. */
  get message(): string {
    return this.#message;
  }

  ask(wanted: boolean): void {
    this.#isAsked = wanted;
    this.#message = "";
    if (!wanted) this.#latest.ask(null);
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
    if (!this.#isAsked || this.#message !== "") return;
    const lacking = [sides.a, sides.b].find((side) => side.outcome && !this.read(side));
    const request = lacking ? requestOf(lacking) : null;
    if (request && !allowsHessian(request.spec)) {
      this.#message = "The whole Hessian is for smaller networks than one of these.";
    } else {
      this.#latest.ask(request);
    }
  }
}

interface HessianRequest {
  readonly spec: Spec;
  readonly parameters: Parameters;
  readonly outcome: LandscapeOutcome;
}

function requestOf({ spec, training, outcome }: SideState): HessianRequest | null {
  const parameters = training?.parameters;
  return spec && parameters && outcome ? { spec, parameters, outcome } : null;
}
