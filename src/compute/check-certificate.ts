import { parseCertificateText } from "../convexity/certificate/schema";
import { verifyCertificate } from "../convexity/certificate/verify";
import { SpecError } from "../spec/parse";
import type { CertificateCheck } from "./service";

/** Checks a certificate as `npm run verify` does; whatever the text holds, there is one line. */
export function checkCertificate(text: string): CertificateCheck {
  try {
    const { proved, message } = verifyCertificate(parseCertificateText(text));
    return { proved, message };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    // A message may quote the file.
    return { proved: false, message: error.message.replaceAll(/\s+/g, " ") };
  }
}
