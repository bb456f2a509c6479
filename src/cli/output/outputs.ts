import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import path from "node:path";
import { explainFailure, findObstacle, quoteName } from "./read-write";

export interface Output {
  readonly file: string;
  readonly content: string | Uint8Array;
}

const ENDINGS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Writes files under temporary names in the same folders and renames them when all are complete, so that a failed or interrupted run
 * leaves no partial file.
 * @throws Error with one sentence when a file cannot be written
 */
export async function writeOutputs(outputs: readonly Output[]): Promise<void> {
  // The temporary name is short and does not contain the output's name, which may be as long as the file system allows.
  const drafts = outputs.map(({ file }) =>
    path.join(path.dirname(file), `.losscape-${randomBytes(6).toString("hex")}.tmp`),
  );
  const clear = () => {
    for (const draft of drafts) rmSync(draft, { force: true });
  };
  const end = (signal: NodeJS.Signals) => {
    clear();
    for (const name of ENDINGS) process.removeListener(name, end);
    process.kill(process.pid, signal);
  };
  for (const name of ENDINGS) process.on(name, end);
  try {
    for (const [i, { content }] of outputs.entries()) await writeDraft(drafts[i]!, content);
    // Another program may have created something there during the run.
    for (const { file } of outputs) {
      const obstacle = findObstacle(file);
      if (obstacle) throw new Error(`${quoteName(file)} ${obstacle} now`);
    }
    for (const [i, { file }] of outputs.entries()) await rename(drafts[i]!, file);
  } catch (error) {
    clear();
    const isSentence = error instanceof Error && !("code" in error);
    throw new Error(`The result could not be written: ${isSentence ? error.message : explainFailure(error)}`);
  } finally {
    for (const name of ENDINGS) process.removeListener(name, end);
  }
}

/** Creates a new file; fails where the name exists, so no link is followed. */
async function writeDraft(draft: string, content: string | Uint8Array): Promise<void> {
  const handle: FileHandle = await open(draft, "wx");
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}
