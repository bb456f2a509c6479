/** `npm run verify -- CERTIFICATE.json`: exit code 0 where the claim is proved, 1 where it is not, 2 for bad input. */
import { parseCertificateText } from "../convexity/certificate/schema";
import { verifyCertificate } from "../convexity/certificate/verify";
import { SpecError } from "../spec/parse";
import { readInput } from "./files";
import { InputError } from "./input-error";

function runVerify(files: readonly string[]): number {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new InputError("verify: give one file, as in npm run verify -- CERTIFICATE.json");
  }
  const { proved, message } = verifyCertificate(parseCertificateText(readInput(file)));
  process.stdout.write(`${message}\n`);
  return proved ? 0 : 1;
}

try {
  process.exitCode = runVerify(process.argv.slice(2));
} catch (error) {
  const bad = error instanceof SpecError || error instanceof InputError;
  const reason = error instanceof Error ? error.message : String(error);
  // A message may quote the file: whatever it holds, it stays one line.
  process.stderr.write(`${bad ? reason.replaceAll(/\s+/g, " ") : `verify: the check failed, ${reason}`}\n`);
  process.exitCode = bad ? 2 : 1;
}
