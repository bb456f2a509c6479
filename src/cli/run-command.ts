import { SpecError } from "../experiment/parse";
import { escapeInvisible } from "../experiment/quote";
import { messageOf } from "../words/error-message";
import { InputError } from "./input/input-error";
import { explainFailure } from "./output/read-write";

/** The reader of standard output, such as `head`, has closed it. This is not a failure, so no message is printed. */
class ReaderGone extends Error {}

/**
 * Runs a command. The exit code is the body's result; 2 for bad input and 1 for any other failure, both with one line on standard error.
 *
 * @param describe  makes the line of a failure from its message
 */
export async function runCommand(
  body: () => Promise<number>,
  describe: (message: string, isBadInput: boolean) => string,
): Promise<void> {
  // An error of standard error cannot be reported anywhere.
  process.stderr.on("error", () => {});
  try {
    process.exitCode = await body();
  } catch (error) {
    const isBadInput = error instanceof InputError || error instanceof SpecError || isBadOption(error);
    process.exitCode = isBadInput ? 2 : 1;
    if (error instanceof ReaderGone) return;
    process.stderr.write(`${escapeInvisible(describe(messageOf(error), isBadInput).replaceAll(/\s+/g, " ").trim())}\n`);
  }
}

/** Whether Node's option parser threw the error. */
function isBadOption(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

/** Writes to standard output and waits until all is written: a pipe accepts a long text in parts. @throws Error with one sentence */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const sentence = `Standard output could not be written: ${explainFailure(error)}`;
      reject(error.code === "EPIPE" ? new ReaderGone() : new Error(sentence));
    };
    process.stdout.on("error", fail);
    process.stdout.write(text, (error) => (error ? fail(error) : resolve()));
  });
}
