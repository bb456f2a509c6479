import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { explainFailure, quoteName } from "../output/read-write";

const NEWLINE = 10;
const PIECE = 1 << 20;
/** Lines are forced to the disk at most this often, in milliseconds: a power cut costs the lines of that time. */
const SYNC_MS = 1_000;

/** One line of a file, with its place. */
export interface Line {
  readonly text: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  /** Bytes without the newline. */
  readonly length: number;
  /** False for a last line without its newline: the process that wrote it was ended. */
  readonly isWhole: boolean;
}

/** The lines of a file, a piece of it in memory at a time. */
export function* readLines(file: string): Generator<Line> {
  const descriptor = openSync(file, "r");
  try {
    let rest = Buffer.alloc(0);
    let offset = 0;
    const piece = Buffer.allocUnsafe(PIECE);
    for (;;) {
      const count = readSync(descriptor, piece, 0, PIECE, null);
      if (count === 0) break;
      const bytes = Buffer.concat([rest, piece.subarray(0, count)]);
      let from = 0;
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        yield { text: bytes.toString("utf8", from, to), offset, length: to - from, isWhole: true };
        offset += to + 1 - from;
        from = to + 1;
      }
      rest = Buffer.from(bytes.subarray(from));
    }
    if (rest.length > 0) yield { text: rest.toString("utf8"), offset, length: rest.length, isWhole: false };
  } finally {
    closeSync(descriptor);
  }
}

/** A file to which lines are appended, each whole or not at all. */
export class CaseFile {
  readonly #file: string;
  readonly #descriptor: number;
  #synced = performance.now();

  /** Opens the file; what a process that was ended left of a last line is cut off. */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, "a+");
    const end = findEnd(file);
    if (end < fstatSync(this.#descriptor).size) ftruncateSync(this.#descriptor, end);
  }

  /** @throws Error with one sentence where the line cannot be written; the file is then as before */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    const before = fstatSync(this.#descriptor).size;
    try {
      const written = writeSync(this.#descriptor, bytes);
      if (written < bytes.length) throw new Error("the disk is full");
      if (performance.now() - this.#synced > SYNC_MS) this.#sync();
    } catch (error) {
      ftruncateSync(this.#descriptor, before);
      throw new Error(`${quoteName(this.#file)} could not be written: ${explainFailure(error)}`);
    }
  }

  close(): void {
    this.#sync();
    closeSync(this.#descriptor);
  }

  #sync(): void {
    fdatasyncSync(this.#descriptor);
    this.#synced = performance.now();
  }
}

/** The end of the last line that is whole and can be read. After a power cut, the last lines may hold anything. */
function findEnd(file: string): number {
  let end = 0;
  for (const { text, offset, length, isWhole } of readLines(file)) {
    if (isWhole && isJson(text)) end = offset + length + 1;
  }
  return end;
}

function isJson(text: string): boolean {
  // Every line that is written begins and ends so; only others need a closer look.
  if (!text.startsWith('{"case":') || !text.endsWith("}")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
