import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import path from "node:path";
import { quoteText } from "../../experiment/quote";
import { LONGEST_FILE } from "../../formats/files/file-limits";
import { InputError } from "../input/input-error";

/** Longest file name in a message. */
const NAME_LENGTH = 200;
/** Bytes of one read where the length of the file is not known. */
const CHUNK = 1 << 20;
/** Milliseconds between two reads of a pipe that has no data yet. */
const WAIT = 5;

/**
 * Reads a text file, or standard input for `-`, and never more than the limit, in bytes.
 * @throws InputError when the file is missing, unreadable, too long, or not UTF-8
 */
export function readInput(file: string, limit = LONGEST_FILE): string {
  const bytes = readBytes(file, limit);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${quoteName(file)}: is not a text file in UTF-8`);
  }
}

/**
 * Reads a file, or standard input for `-`, and never more than the limit, in bytes.
 * @throws InputError when the file is missing, unreadable or too long
 */
export function readBytes(file: string, limit: number): Buffer {
  let descriptor: number | null = null;
  try {
    descriptor = file === "-" ? 0 : openSync(file, "r");
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new InputError(`${quoteName(file)}: is a directory`);
    if (status.size > limit) throw new InputError(`${quoteName(file)}: ${status.size} bytes are more than ${limit}`);
    const chunks = readUpTo(descriptor, limit + 1, status.size + 1);
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (length > limit) throw new InputError(`${quoteName(file)}: it has more than ${limit} bytes`);
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${quoteName(file)}: ${explainFailure(error)}`);
  } finally {
    if (descriptor) closeSync(descriptor);
  }
}

/** Reads to the end, but at most `most` bytes. @param expected  likely number of bytes, the size of the first read */
function readUpTo(descriptor: number, most: number, expected: number): Buffer[] {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let ask = Math.max(expected, CHUNK); length < most; ask = CHUNK) {
    const chunk = Buffer.allocUnsafe(Math.min(ask, most - length));
    const count = readSome(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    length += count;
  }
  return chunks;
}

/** @returns the number of bytes read, 0 at the end */
function readSome(descriptor: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, into);
    } catch (error) {
      // An empty pipe gives EAGAIN when another program has made it non-blocking. On Windows a pipe ends with the error EOF.
      if (codeOf(error) === "EOF") return 0;
      if (codeOf(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
    }
  }
}

/**
 * Checks before a long computation that an output can be written: only a regular file may exist there, and the file system must accept
 * the name.
 * @throws InputError
 */
export function checkWritable(option: string, file: string): void {
  const refuse = (reason: string): never => {
    throw new InputError(`${option}: ${quoteName(file)} ${reason}`);
  };
  if (file === "") throw new InputError(`${option}: names no file`);
  if (file.endsWith("/") || file.endsWith(path.sep)) refuse("names a directory");
  try {
    const folder = path.dirname(path.resolve(file));
    if (!statSync(folder).isDirectory()) refuse("is not in a directory");
    accessSync(folder, constants.W_OK | constants.X_OK);
    const obstacle = findObstacle(file);
    if (obstacle) refuse(obstacle);
    if (lstatSync(file, { throwIfNoEntry: false })) accessSync(file, constants.W_OK);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${option}: ${quoteName(file)}: ${explainFailure(error)}`);
  }
}

const OBSTACLES: readonly (readonly [(status: Stats) => boolean, string])[] = [
  [(status) => status.isDirectory(), "is a directory"],
  [(status) => status.isSymbolicLink(), "is a symbolic link"],
  [(status) => status.isFIFO(), "is a pipe"],
  [(status) => status.isSocket(), "is a socket"],
  [(status) => status.isCharacterDevice() || status.isBlockDevice(), "is a device"],
];

/** Whether two names are, or will be once written, the same file, also through links of files or folders. */
export function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false, bigint: true }));
  if (first && second) return first.ino === second.ino && first.dev === second.dev;
  return !first && !second && placeOf(one) === placeOf(other);
}

function placeOf(file: string): string {
  const { dir, base } = path.parse(path.resolve(file));
  return path.join(realpathSync(dir), base);
}

/** Says in words why a file cannot be written at a path: what is there must not be replaced. Null for nothing or a regular file. */
export function findObstacle(file: string): string | null {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (!status || status.isFile()) return null;
  return OBSTACLES.find(([holds]) => holds(status))?.[1] ?? "is not a regular file";
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

export function explainFailure(error: unknown): string {
  const code = codeOf(error);
  const reasons: Record<string, string> = {
    ENOENT: "no such file or directory",
    ENOTDIR: "a part of the path is not a directory",
    EISDIR: "is a directory",
    EACCES: "no permission",
    EPERM: "no permission",
    EROFS: "the disk is read-only",
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    EFBIG: "the file is too large",
    EIO: "the device failed",
    EBADF: "is not open",
    EINVAL: "the file system does not accept it",
    ENXIO: "it is a socket or a missing device",
    ENAMETOOLONG: "the name is too long",
    ELOOP: "its links form a circle",
    ERR_INVALID_ARG_VALUE: "the name holds a null character",
  };
  return reasons[code] ?? (code || String(error));
}

/** A file name for a message. */
export const quoteName = (file: string): string => quoteText(file, NAME_LENGTH);
