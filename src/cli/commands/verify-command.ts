/** `npm run verify -- CERTIFICATE.json`: exit code 0 where the claim is proved, 1 where it is not, 2 for bad input. */
import { CERTIFICATE_LIMITS, parseCertificateText } from "../../convexity/certificate/schema";
import { verifyInSteps } from "../../convexity/certificate/verify";
import { InputError } from "../input/input-error";
import { ProgressBar } from "../output/progress-bar";
import { readInput } from "../output/read-write";
import { print, runCommand } from "../run-command";

async function runVerify(files: readonly string[]): Promise<number> {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new InputError("verify: give one file, as in npm run verify -- CERTIFICATE.json");
  }
  const text = readInput(file, CERTIFICATE_LIMITS.characters);
  const certificate = parseCertificateText(text);
  // The contract allows one line of output for programs. On a terminal, a progress bar is shown as well.
  const bar = process.stderr.isTTY ? new ProgressBar(process.stderr) : null;
  const onProgress = (fraction: number) => bar?.report({ stage: "checking the certificate", fraction });
  const { proved, message } = await verifyInSteps(certificate, { onProgress }).finally(() => bar?.close());
  await print(`${message}\n`);
  return proved ? 0 : 1;
}

await runCommand(
  () => runVerify(process.argv.slice(2)),
  (message, isBadInput) => (isBadInput ? message : `verify: ${message}`),
);
