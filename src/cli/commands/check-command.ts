/** `npm run check`: checks types, lint, dead code, directions and circles of import in parallel, and reports failures. */
import { spawn } from "node:child_process";
import path from "node:path";
import { formatFixed } from "../../words/numbers";
import { ROOT } from "../pages/app-build";

const CHECKS = [
  { name: "types", program: "typescript/bin/tsc", options: ["--noEmit"] },
  { name: "lint", program: "@biomejs/biome/bin/biome", options: ["check", "--error-on-warnings"] },
  { name: "dead code", program: "knip/bin/knip.js", options: [] },
  { name: "imports", program: "vitest/vitest.mjs", options: ["run", "--project", "unit", "tests/architecture"] },
];

interface Outcome {
  readonly passed: boolean;
  readonly report: string;
}

function runCheck(program: string, options: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(ROOT, "node_modules", program), ...options], { cwd: ROOT });
    let report = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        report += text;
      });
    }
    child.on("error", (error) => resolve({ passed: false, report: error.message }));
    child.on("close", (code) => resolve({ passed: code === 0, report }));
  });
}

const started = performance.now();
const outcomes = await Promise.all(
  CHECKS.map(async ({ name, program, options }) => {
    const { passed, report } = await runCheck(program, options);
    const seconds = formatFixed((performance.now() - started) / 1000, 1);
    process.stdout.write(`${passed ? "" : `${report}\n`}${passed ? "ok" : "FAILED"}  ${name} (${seconds} s)\n`);
    return passed;
  }),
);
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
