import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { InputError } from "./input-error";

/** Longest file read, in bytes: above the largest experiment, and below the longest string. */
const READ_LIMIT = 256 * 2 ** 20;
/** Longest file name in a message. */
const NAME_LENGTH = 200;

/**
 * Reads a text file, or standard input for `-`.
 * @throws InputError when there is none, it cannot be read, is too long, or is not UTF-8
 */
export function readInput(file: string): string {
  const bytes = readBytes(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${shorten(file)}: is not a text file in UTF-8`);
  }
}

function readBytes(file: string): Buffer {
  let descriptor: number | null = null;
  try {
    descriptor = file === "-" ? 0 : openSync(file, "r");
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new InputError(`${shorten(file)}: is a directory`);
    checkLength(file, status.size);
    const bytes = readFileSync(descriptor);
    checkLength(file, bytes.length);
    return bytes;
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${shorten(file)}: ${explainFailure(error)}`);
  } finally {
    if (descriptor) closeSync(descriptor);
  }
}

function checkLength(file: string, length: number): void {
  if (length > READ_LIMIT) throw new InputError(`${shorten(file)}: ${length} bytes are more than ${READ_LIMIT}`);
}

/** Finds out before a long computation whether its result will have a place. @throws InputError */
export function checkWritable(option: string, file: string): void {
  try {
    accessSync(path.dirname(path.resolve(file)), constants.W_OK);
    if (!statSync(path.dirname(path.resolve(file))).isDirectory())
      throw new InputError(`${option}: ${shorten(file)} is not in a directory`);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
      throw new InputError(`${option}: ${shorten(file)} is a directory`);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${option}: ${shorten(file)}: ${explainFailure(error)}`);
  }
}

/**
 * Writes files under temporary names beside their places and renames them when all are complete: a run that fails or is
 * killed leaves no half file.
 * @throws Error with one sentence when a file cannot be written; then none is
 */
export function writeOutputs(
  outputs: readonly { readonly file: string; readonly content: string | Uint8Array }[],
): void {
  const drafts = outputs.map(({ file }) => path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`));
  try {
    outputs.forEach(({ content }, i) => {
      writeFileSync(drafts[i]!, content);
    });
    outputs.forEach(({ file }, i) => {
      renameSync(drafts[i]!, file);
    });
  } catch (error) {
    for (const draft of drafts) rmSync(draft, { force: true });
    throw new Error(`The result could not be written: ${explainFailure(error)}`);
  }
}

function explainFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Record<string, string> = {
    ENOENT: "no such file or directory",
    ENOTDIR: "a part of the path is not a directory",
    EISDIR: "is a directory",
    EACCES: "no permission",
    EPERM: "no permission",
    EROFS: "the disk is read-only",
    ENOSPC: "the disk is full",
    ENAMETOOLONG: "the name is too long",
    ELOOP: "links lead in a circle",
    ERR_FS_FILE_TOO_LARGE: "is too large",
  };
  return reasons[code] ?? (code || String(error));
}

/** A file name on one line. */
function shorten(file: string): string {
  const name = file.replace(/\p{Cc}/gu, "?");
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name;
}
