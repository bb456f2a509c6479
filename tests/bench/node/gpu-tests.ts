import { spawn } from "node:child_process";
import path from "node:path";
import { ensureBrowser } from "../../../src/cli/find-browser.mjs";
import { ROOT } from "../../../src/cli/pages/app-build";

/** What the tests of the graphics device said. */
export interface GpuTests {
  readonly passed: number;
  /** The names of the tests that failed. */
  readonly failures: readonly string[];
  /** Whether all of them ran: else the time was over. */
  readonly isComplete: boolean;
  readonly seconds: number;
}

/** Runs the tests of the graphics device on the device that the bench uses, and ends them when the time is over. */
export async function runGpuTests(milliseconds: number): Promise<GpuTests> {
  const began = performance.now();
  const options = ["run", "--project", "gpu", "tests/gpu", "--reporter=verbose"];
  const child = spawn(process.execPath, [path.join(ROOT, "node_modules/vitest/vitest.mjs"), ...options], {
    cwd: ROOT,
    env: { ...process.env, CHROME_PATH: ensureBrowser(), NO_COLOR: "1" },
    stdio: ["ignore", "pipe", 2],
  });
  let report = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    report += text;
  });
  let isComplete = true;
  const limit = setTimeout(() => {
    isComplete = false;
    child.kill();
  }, milliseconds);
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });
  clearTimeout(limit);
  // One line a test, as soon as it ends.
  const lines = report.split("\n").map((line) => line.trim());
  return {
    passed: lines.filter((line) => line.startsWith("✓")).length,
    failures: lines.filter((line) => line.startsWith("×")),
    isComplete,
    seconds: (performance.now() - began) / 1000,
  };
}
