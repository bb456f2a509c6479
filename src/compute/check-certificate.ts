import { parseCertificateText } from "../convexity/certificate/schema";
import { type VerifyInStepsOptions, verifyInSteps } from "../convexity/certificate/verify";
import { SpecError } from "../spec/parse";
import type { CertificateCheck } from "./service";

/**
 * Checks a certificate as `npm run verify` does; whatever the text holds, there is one line.
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function checkCertificate(text: string, options?: VerifyInStepsOptions): Promise<CertificateCheck> {
  try {
    const { proved, message } = await verifyInSteps(parseCertificateText(text), options);
    return { proved, message };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { proved: false, message: error.message };
  }
}
