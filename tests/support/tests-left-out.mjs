/** @import { Reporter, TestModule } from "vitest/node" */

/**
 * Names every test that did not run, and why, after every run: a program that it needs is not installed.
 *
 * @implements {Reporter}
 */
export class TestsLeftOut {
  /** @param {readonly TestModule[]} modules */
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests("skipped")) {
        const result = test.result();
        // Without a note, the reader asked for other tests alone.
        if (!("note" in result) || !result.note) continue;
        process.stdout.write(`\nDid not run: ${test.fullName} (${module.relativeModuleId}): ${result.note}\n`);
      }
    }
  }
}
