import { linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { InputError } from "../input/input-error";

/** Who computes a shard. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** How often the shard was started, from 1. */
  readonly attempt: number;
  /** The task of a scheduler, the same in every attempt; empty without one. */
  readonly task: string;
}

/** The owner touches its lock this often, in milliseconds, so that others see that it is alive. */
const BEAT_MS = 5_000;
/** A lock of another machine that was not touched for this long, in milliseconds, has no owner any more. */
const SILENT_MS = 60_000;

/** The right to write the lines of a shard: one process at a time has it. */
export class ShardLock {
  readonly owner: Owner;
  readonly #file: string;
  readonly #text: string;
  readonly #beat: NodeJS.Timeout;

  private constructor(file: string, owner: Owner) {
    this.#file = file;
    this.owner = owner;
    this.#text = JSON.stringify(owner);
    this.#beat = setInterval(() => this.#touch(), BEAT_MS);
    this.#beat.unref();
  }

  /**
   * Takes the lock of a shard; that of an owner that has ended is taken over.
   * @param attempts  how often the shard was started before, as its lines say
   * @throws InputError where another process computes this shard
   */
  static take(folder: string, shard: number, attempts: number): ShardLock {
    const file = path.join(folder, `shard-${shard}.lock`);
    const draft = path.join(folder, `.losscape-lock-${process.pid}-${shard}.tmp`);
    try {
      for (let attempt = attempts + 1; ; ) {
        const owner: Owner = { host: hostname(), pid: process.pid, attempt, task: nameTask() };
        writeFileSync(draft, JSON.stringify(owner));
        try {
          // A link appears whole, and only where no lock is: one of several processes gets it.
          linkSync(draft, file);
          return new ShardLock(file, owner);
        } catch (error) {
          if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
        }
        const held = readLock(file);
        if (held === null) continue;
        if (isAlive(held, owner, file, draft)) {
          throw new InputError(
            `--shard: shard ${shard} is being computed by process ${held.pid} on ${held.host} (${path.basename(file)})`,
          );
        }
        attempt = Math.max(attempt, held.attempt + 1);
        // Removed only while it still is the lock that was looked at.
        if (readLock(file)?.pid === held.pid) rmSync(file, { force: true });
      }
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** @throws Error where another process has taken the shard over, as a scheduler may start a task again that it cannot see */
  check(): void {
    if (this.#isHeld()) return;
    throw new Error(`Another process computes this shard now (${path.basename(this.#file)}), so this one ends.`);
  }

  release(): void {
    clearInterval(this.#beat);
    if (this.#isHeld()) rmSync(this.#file, { force: true });
  }

  #isHeld(): boolean {
    try {
      return readFileSync(this.#file, "utf8") === this.#text;
    } catch {
      return false;
    }
  }

  #touch(): void {
    if (!this.#isHeld()) return;
    const now = new Date();
    utimesSync(this.#file, now, now);
  }
}

function nameTask(): string {
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task } = process.env;
  return job && task ? `slurm ${job}_${task}` : "";
}

function readLock(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return null;
  }
}

/** @param draft  a file that was written just now: its time is the file system's, whose clock may not be this machine's */
function isAlive(held: Owner, owner: Owner, file: string, draft: string): boolean {
  // A scheduler starts a task again only after it has ended the one before.
  if (held.task !== "" && held.task === owner.task) return false;
  if (held.host === owner.host) return held.pid !== owner.pid && isRunning(held.pid);
  const beat = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return statSync(draft).mtimeMs - beat < SILENT_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
