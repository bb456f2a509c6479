import { closeSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { type CaseColumns, fillColumns, makeColumns } from "../../convexity/survey/case-columns";
import type { CaseProduct } from "../../experiment/survey/case-product";
import { type CaseLine, parseCaseLine } from "../../formats/files/case-line";
import { nonconvexShare } from "../../formats/tables/case-table";
import { messageOf } from "../../words/error-message";
import { readLines } from "./case-file";
import { listCaseFiles } from "./survey-folder";

/** Most gaps, failures and faults that are named one by one; all are counted. */
const MOST_NAMED = 1_000;

/** Things that are counted, the first of them with a sentence each. */
export class Named {
  count = 0;
  readonly sentences: string[] = [];

  /** Whether no further sentence is kept. */
  get isFull(): boolean {
    return this.count >= MOST_NAMED;
  }

  add(sentence: string): void {
    if (++this.count <= MOST_NAMED) this.sentences.push(sentence);
  }
}

/**
 * The cases of a survey's folders: what statistics need in columns, and the place of each line, so that the lines need not be kept. A case
 * takes some fifty bytes of memory, whatever the length of its line.
 */
export class CollectedCases {
  readonly columns: CaseColumns;
  /** Lines that repeat a case with the same content. */
  duplicates = 0;
  /** Lines that cannot be read, or are of another survey, or contradict an earlier line of the same case. */
  readonly faults = new Named();
  readonly #product: CaseProduct;
  readonly #files: string[];
  /** For each case, 1 + the number of its file, and the place of its line. */
  readonly #fileOf: Uint16Array;
  readonly #offsets: Float64Array;
  readonly #lengths: Uint32Array;
  /** The part of each file that was read last: lines that follow one another are read together. */
  readonly #windows = new Map<number, Window>();

  constructor(product: CaseProduct, folders: readonly string[]) {
    const { count } = product;
    this.#product = product;
    this.#files = folders.flatMap(listCaseFiles);
    this.columns = makeColumns(count);
    this.#fileOf = new Uint16Array(count);
    this.#offsets = new Float64Array(count);
    this.#lengths = new Uint32Array(count);
  }

  /** Reads all lines. @param onProgress  called with the number of lines so far, now and then */
  collect(hashOf: (index: number) => string, onProgress: (lines: number) => void): void {
    let lines = 0;
    for (const [number, file] of this.#files.entries()) {
      let place = 0;
      for (const { text, offset, length, isWhole } of readLines(file)) {
        place++;
        // The process that wrote a part of a line was ended; its case is a gap, or has another line.
        if (!isWhole) continue;
        this.#accept(number, `line ${place} of ${path.basename(file)}`, text, offset, length, hashOf);
        if (++lines % 10_000 === 0) onProgress(lines);
      }
    }
  }

  has(index: number): boolean {
    return this.#fileOf[index]! > 0;
  }

  /** The line of a case that has one. */
  lineOf(index: number): CaseLine {
    return JSON.parse(this.#textOf(index)) as CaseLine;
  }

  #accept(
    file: number,
    place: string,
    text: string,
    offset: number,
    length: number,
    hashOf: (index: number) => string,
  ): void {
    let line: CaseLine;
    try {
      line = parseCaseLine(text);
    } catch (error) {
      this.faults.add(`${place} cannot be read: ${messageOf(error)}`);
      return;
    }
    const index = line.case;
    if (index >= this.#product.count) {
      this.faults.add(`${place} is of case ${index}, and the survey has ${this.#product.count}`);
      return;
    }
    if (this.has(index)) {
      if (withoutTimings(this.#textOf(index)) === withoutTimings(text)) this.duplicates++;
      else this.faults.add(`${place} contradicts an earlier line of case ${index}`);
      return;
    }
    if (line.hash !== hashOf(index)) {
      this.faults.add(`${place} has not the hash of case ${index} of this survey`);
      return;
    }
    this.#fileOf[index] = file + 1;
    this.#offsets[index] = offset;
    this.#lengths[index] = length;
    fillColumns(this.columns, index, {
      status: line.status,
      nonconvex: nonconvexShare(line),
      undecided: line.classes?.undecided ?? null,
      lambdaMin: line.lambdaMin ?? line.fullHessian?.min ?? null,
      verdict: line.verdict?.kind ?? "none",
      center: line.center,
    });
  }

  #textOf(index: number): string {
    const file = this.#fileOf[index]! - 1;
    const [offset, length] = [this.#offsets[index]!, this.#lengths[index]!];
    const last = this.#windows.get(file);
    const isThere = last && offset >= last.from && offset + length <= last.from + last.bytes.length;
    const { from, bytes } = isThere ? last : this.#read(file, offset, length);
    return bytes.toString("utf8", offset - from, offset - from + length);
  }

  #read(file: number, offset: number, length: number): Window {
    if (this.#windows.size >= MOST_WINDOWS) this.#windows.clear();
    const bytes = Buffer.allocUnsafe(Math.max(length, WINDOW));
    const descriptor = openSync(this.#files[file]!, "r");
    try {
      const window = { from: offset, bytes: bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset)) };
      this.#windows.set(file, window);
      return window;
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Bytes of a file from a place on. */
interface Window {
  readonly from: number;
  readonly bytes: Buffer;
}

/** Bytes that are read at once, and files of which some are kept. */
const WINDOW = 1 << 16;
const MOST_WINDOWS = 64;

/** A line up to its attempt and its time, which differ between two computations of one case. */
function withoutTimings(text: string): string {
  const end = text.lastIndexOf(',"attempt":');
  return end < 0 ? text : text.slice(0, end);
}
