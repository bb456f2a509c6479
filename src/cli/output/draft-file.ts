import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { explainFailure, findObstacle, quoteName } from "./read-write";

/** Characters that are collected before they are written. */
const PIECE = 1 << 20;

/** A file that is written piece by piece under a temporary name, for contents that are longer than a string may be. */
export class DraftFile {
  readonly #file: string;
  readonly #draft: string;
  readonly #descriptor: number;
  #pieces: string[] = [];
  #length = 0;
  #isOpen = true;

  constructor(file: string) {
    this.#file = file;
    this.#draft = path.join(path.dirname(file), `.losscape-${randomBytes(6).toString("hex")}.tmp`);
    this.#descriptor = openSync(this.#draft, "wx");
  }

  write(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length > PIECE) this.#flush();
  }

  /** Gives the file its name. @throws Error with one sentence */
  finish(): void {
    try {
      this.#flush();
      fsyncSync(this.#descriptor);
      this.#close();
      const obstacle = findObstacle(this.#file);
      if (obstacle) throw new Error(`${quoteName(this.#file)} ${obstacle} now`);
      renameSync(this.#draft, this.#file);
    } catch (error) {
      this.drop();
      const isSentence = error instanceof Error && !("code" in error);
      throw new Error(`The result could not be written: ${isSentence ? error.message : explainFailure(error)}`);
    }
  }

  /** Removes what was written, unless it has its name already. */
  drop(): void {
    this.#close();
    rmSync(this.#draft, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pieces.join(""));
    for (let from = 0; from < bytes.length; ) from += writeSync(this.#descriptor, bytes, from);
    this.#pieces = [];
    this.#length = 0;
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }
}
