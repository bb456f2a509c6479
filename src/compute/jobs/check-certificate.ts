import { parseCertificateText } from "../../convexity/certificate/schema";
import { verifyInSteps } from "../../convexity/certificate/verify";
import { SpecError } from "../../experiment/parse";
import type { TaskContext } from "./task-context";

/** The result of the check of a certificate. */
export interface CertificateCheck {
  readonly proved: boolean;
  /** One line: `proved: …`, `not proved: …`, or the error in the file. */
  readonly message: string;
}

/**
 * Checks a certificate as `npm run verify` does. Every text gives a result.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function checkCertificate(
  text: string,
  { signal }: Pick<TaskContext, "signal">,
): Promise<CertificateCheck> {
  try {
    const { proved, message } = await verifyInSteps(parseCertificateText(text), { signal });
    return { proved, message };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { proved: false, message: error.message };
  }
}
