import { parseCertificateText } from "../../convexity/certificate/schema";
import { verifyInSteps } from "../../convexity/certificate/verify";
import { SpecError } from "../../experiment/parse";
import type { TaskContext } from "./task-context";

/** What checking a certificate came to, in one line. */
export interface CertificateCheck {
  readonly proved: boolean;
  /** `proved: …`, `not proved: …`, or what is wrong with the file. */
  readonly message: string;
}

/**
 * Checks a certificate as `npm run verify` does; whatever the text holds, there is one line.
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
