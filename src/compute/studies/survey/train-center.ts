import type { CenterHessian, SurveyCenter } from "../../../convexity/survey/survey";
import { refuseHessian } from "../../../experiment/network-size";
import type { Spec } from "../../../experiment/spec";
import type { Parameters } from "../../../model/network/layout";
import { messageOf } from "../../../words/error-message";
import { capitalise } from "../../../words/names";
import type { ComputeService } from "../../service/tasks";
import { keepHessian } from "./center-hessian";

/** A centre and its weights; null where there are no weights for planes. */
export interface TrainedCenter {
  readonly center: SurveyCenter;
  readonly parameters: Parameters | null;
}

/** The share of the training in a centre's progress; the rest is for the whole Hessian. */
const TRAINING_SHARE = 0.8;

/**
 * Trains the network of a surveyed spec and finds the extreme eigenvalues of its whole Hessian. A failure is reported in the centre's status.
 * @param onProgress  called with the fraction done
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function trainCenter(
  spec: Spec,
  weightSeed: number | null,
  service: ComputeService,
  signal: AbortSignal | undefined,
  onProgress: (fraction: number) => void,
): Promise<TrainedCenter> {
  const activation = spec.network.activation as SurveyCenter["activation"];
  const blank = { activation, weightSeed, step: null, loss: null, hessian: null } as const;
  try {
    const outcome = await service.run("train", spec, {
      signal,
      onProgress: ({ step, steps }) => onProgress((TRAINING_SHARE * step) / Math.max(1, steps)),
    });
    if (outcome.status === "diverged") {
      return { center: { ...blank, status: "diverged", message: outcome.message }, parameters: null };
    }
    const { parameters, step } = outcome;
    const loss = outcome.trajectory.at(-1)?.loss ?? Number.NaN;
    const found = await findHessian(spec, parameters, service, signal, (fraction) => {
      onProgress(TRAINING_SHARE + (1 - TRAINING_SHARE) * fraction);
    });
    const status = weightSeed === null ? "given" : "trained";
    return { center: { ...blank, status, step, loss: Number.isFinite(loss) ? loss : null, ...found }, parameters };
  } catch (error) {
    signal?.throwIfAborted();
    return { center: { ...blank, status: "failed", message: messageOf(error) }, parameters: null };
  }
}

async function findHessian(
  spec: Spec,
  parameters: Parameters,
  service: ComputeService,
  signal: AbortSignal | undefined,
  onProgress: (fraction: number) => void,
): Promise<{ readonly hessian: CenterHessian | null; readonly message: string }> {
  const refusal = refuseHessian(spec.network);
  if (refusal !== null) return { hessian: null, message: `${capitalise(refusal)}.` };
  return keepHessian(await service.run("analyzeCenterHessian", { spec, parameters }, { signal, onProgress }));
}
