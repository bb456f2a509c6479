import { readFileSync, statSync } from "node:fs";
import { CERTIFICATE_LIMITS, parseCertificateText } from "../convexity/certificate/schema";
import { verifyCertificate } from "../convexity/certificate/verify";
import { SpecError } from "../spec/parse";

/** Reads a file, its size first. @throws SpecError when it is too long or cannot be read */
function readCertificateFile(path: string): string {
  let bytes: number;
  try {
    const file = statSync(path);
    if (!file.isFile()) throw new SpecError(`certificate: ${path} is not a file`);
    bytes = file.size;
    if (bytes <= CERTIFICATE_LIMITS.bytes) return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof SpecError) throw error;
    throw new SpecError(`certificate: ${path} cannot be read`);
  }
  throw new SpecError(`certificate: ${bytes} bytes are more than ${CERTIFICATE_LIMITS.bytes}`);
}

/** Exit code 0 where the claim is proved, 1 where it is not, 2 for bad input. */
function runVerify(paths: readonly string[]): number {
  try {
    const [path] = paths;
    if (path === undefined || paths.length > 1) {
      throw new SpecError("verify: give one file, as in npm run verify -- CERTIFICATE.json");
    }
    const { proved, message } = verifyCertificate(parseCertificateText(readCertificateFile(path)));
    process.stdout.write(`${message}\n`);
    return proved ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    process.stderr.write(`${error.message.replaceAll(/\s+/g, " ")}\n`);
    return 2;
  }
}

try {
  process.exitCode = runVerify(process.argv.slice(2));
} catch {
  process.stderr.write("verify: the check failed, the certificate is neither proved nor refuted\n");
  process.exitCode = 1;
}
