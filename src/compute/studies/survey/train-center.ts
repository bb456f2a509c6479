import type { CenterHessian, SurveyCenter } from "../../../convexity/survey/survey";
import { LIMITS } from "../../../experiment/limits";
import type { Spec } from "../../../experiment/spec";
import { layoutNetwork, type Parameters } from "../../../model/network/layout";
import { messageOf } from "../../../words/error-message";
import type { ComputeService } from "../../service/tasks";

/** A centre and its weights; null where there are none to lay planes through. */
export interface TrainedCenter {
  readonly center: SurveyCenter;
  readonly parameters: Parameters | null;
}

/** The share of a centre's progress that its training stands for; the rest is the whole Hessian's. */
const TRAINING_SHARE = 0.8;

/**
 * Trains the network of a surveyed spec and finds the extreme eigenvalues of its whole Hessian. What goes wrong is in the centre's status.
 * @param onProgress  told the fraction done
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
  const { max } = LIMITS.hessianParameters;
  const { parameterCount } = layoutNetwork(spec.network);
  if (parameterCount > max) {
    const message = `The network has ${parameterCount} parameters, and the whole Hessian is for at most ${max}.`;
    return { hessian: null, message };
  }
  const summary = await service.run("measureHessian", { spec, parameters }, { signal, onProgress });
  const { min, max: top, tolerance, negative, zero, positive, provedNegative } = summary;
  if (![min, top, tolerance].every(Number.isFinite)) {
    return { hessian: null, message: "The whole Hessian is not finite there." };
  }
  return { hessian: { min, max: top, tolerance, negative, zero, positive, provedNegative }, message: "" };
}
