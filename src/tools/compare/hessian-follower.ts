import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { ComputeService } from "../../compute/service/tasks";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";
import { type AskLatest, createAskLatest } from "../../studio/run/ask-latest";
import { allowsHessian } from "../../studio/run/follow-evidence";
import type { Sides } from "./compare-run";
import type { CompareState } from "./compare-state";
import type { SideState } from "./side-state";

/** The whole Hessian at the weights of one side. */
interface HessianRequest {
  readonly spec: Spec;
  readonly parameters: Parameters;
  readonly outcome: LandscapeOutcome;
}

export interface HessianListener {
  /** Called when a Hessian has been computed. */
  readonly onAnswer: () => void;
  /** Called with one sentence. */
  readonly onFailure: (message: string) => void;
}

/** Computes the whole Hessian at the weights of both sides, while the reader asks for it. */
export class HessianFollower {
  readonly #onFailure: HessianListener["onFailure"];
  readonly #found = new WeakMap<LandscapeOutcome, HessianSummary>();
  readonly #latest: AskLatest<HessianRequest>;

  constructor(service: ComputeService, { onAnswer, onFailure }: HessianListener) {
    this.#onFailure = onFailure;
    this.#latest = createAskLatest<HessianRequest, HessianSummary>({
      run: ({ spec, parameters }, signal) => service.run("analyzeCenterHessian", { spec, parameters }, { signal }),
      isSame: (one, other) => one.outcome === other.outcome,
      // A Hessian is kept with its result, which may be on the page again later.
      isOfUse: () => true,
      onAnswer: (summary, { outcome }) => {
        this.#found.set(outcome, summary);
        onAnswer();
      },
      onFailure,
    });
  }

  get isBusy(): boolean {
    return this.#latest.isBusy();
  }

  /** The Hessian that the result of a side holds, or that was computed for it; null where there is none. */
  find({ outcome }: SideState): HessianSummary | null {
    return outcome && (outcome.fullHessian?.center ?? this.#found.get(outcome) ?? null);
  }

  /** Starts what the sides still lack; after a failure nothing, until the reader asks again. */
  follow(sides: Sides, { isAsked, message }: CompareState["hessian"]): void {
    const lacking =
      isAsked && message === "" ? [sides.a, sides.b].find((side) => side.outcome && !this.find(side)) : undefined;
    const request = lacking ? requestFor(lacking) : null;
    if (request && !allowsHessian(request.spec)) {
      this.#onFailure("One of these networks is too large for the whole Hessian.");
    } else {
      this.#latest.ask(request);
    }
  }
}

function requestFor({ spec, training, outcome }: SideState): HessianRequest | null {
  const parameters = training?.parameters;
  return spec && parameters && outcome ? { spec, parameters, outcome } : null;
}
