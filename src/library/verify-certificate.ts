import { parseCertificate } from "../convexity/certificate/schema";
import { type Verification, verifyInSteps } from "../convexity/certificate/verify";

export interface VerifyOptions {
  /** Ends the check: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with the fraction done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Checks a certificate with exact or interval arithmetic alone. It recomputes everything from the certificate's numbers and trusts none of
 * its claims.
 *
 * @param certificate  untrusted: what JSON.parse made of a certificate file
 * @returns whether the claim is proved, the line that `losscape verify` prints, and bounds on N·(L(mean) − mean L), N the number of samples,
 *   as decimal numbers, the lower one rounded down and the upper one up
 * @throws SpecError with one sentence where it is no certificate; a false claim does not throw
 * @throws the signal's reason when it is aborted
 */
export async function verifyCertificate(certificate: unknown, options: VerifyOptions = {}): Promise<Verification> {
  return verifyInSteps(parseCertificate(certificate), options);
}
