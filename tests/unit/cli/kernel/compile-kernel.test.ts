import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { compileKernel, writeKernelModule } from "../../../../src/cli/kernel/compile-kernel";

const KEPT = path.resolve(import.meta.dirname, "../../../../src/processor/kernel-module.ts");

it("the kept kernel is what its source compiles to: else npm run kernel is due", async () => {
  const module = await compileKernel();
  expect(module.length).toBeLessThan(30_000);
  expect(readFileSync(KEPT, "utf8") === writeKernelModule(module)).toBe(true);
});
