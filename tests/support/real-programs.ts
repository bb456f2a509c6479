import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Debian's Python, and one that the user may have put before it. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/** A Python that has a package; null where none is installed. */
export function findPython(packageName: string): string | null {
  const has = (python: string) => spawnSync(python, ["-c", `import ${packageName}`]).status === 0;
  return PYTHONS.find(has) ?? null;
}

export const hasProgram = (name: string): boolean => spawnSync(name, ["--version"]).error === undefined;

/** Runs a program with a file of this content as its last argument. @returns what it prints */
export function runOnFile(
  program: string,
  options: readonly string[],
  name: string,
  content: string | Uint8Array,
): string {
  const folder = mkdtempSync(path.join(tmpdir(), "losscape-"));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    const { status, stdout, stderr } = spawnSync(program, [...options, file], { encoding: "utf8", cwd: folder });
    if (status !== 0) throw new Error(`${program} failed: ${stderr || stdout}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
