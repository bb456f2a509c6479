import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../../src/cli/pages/app-build";
import { runLandscape } from "./run-landscape";

/** The version that the rows of an earlier build speak of. */
const EARLIER_COMMIT = "ada701f";

/**
 * Puts the sources of the earlier commit into a folder of its own, with its packages and its build.
 * @param folder  a folder for this and other files
 * @returns the checkout
 * @throws Error with a sentence where the history, the packages or the build are not to be had
 */
export async function placeEarlierBuild(folder: string): Promise<string> {
  const archive = spawnSync("git", ["archive", "--format=tar", EARLIER_COMMIT], { cwd: ROOT, maxBuffer: 2 ** 30 });
  if (archive.status !== 0) throw new Error(`The history here does not hold the commit ${EARLIER_COMMIT}.`);
  const checkout = path.join(folder, EARLIER_COMMIT);
  mkdirSync(checkout);
  const { status } = spawnSync("tar", ["-x"], { cwd: checkout, input: archive.stdout, stdio: ["pipe", 2, 2] });
  if (status !== 0) throw new Error("The sources of the earlier version could not be unpacked.");
  if (readLock(checkout) === readLock(ROOT)) {
    symlinkSync(path.join(ROOT, "node_modules"), path.join(checkout, "node_modules"), "junction");
  }
  // Its first run installs the packages of its lock file where they are missing, without their scripts, and builds it.
  await runLandscape(checkout, "smallest", folder);
  return checkout;
}

const readLock = (folder: string) => readFileSync(path.join(folder, "package-lock.json"), "utf8");
