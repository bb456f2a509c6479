/** @import { Reporter, TestModule } from "vitest/node" */

const SHOWN = 10;

/**
 * Prints the files that took longest after every run, so that a test that has become slow is seen.
 *
 * @implements {Reporter}
 */
export class SlowestFiles {
  /** @param {readonly TestModule[]} modules */
  onTestRunEnd(modules) {
    if (modules.length <= SHOWN) return;
    const timed = modules.map((module) => ({ module, seconds: readSeconds(module) }));
    const slowest = timed.sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN);
    const lines = slowest.map(
      ({ module, seconds }) =>
        `${seconds.toFixed(1).padStart(7)} s  ${module.project.name}  ${module.relativeModuleId}`,
    );
    process.stdout.write(`\nSlowest files\n${lines.join("\n")}\n`);
  }
}

/**
 * What a file loads and prepares counts as much as its tests.
 *
 * @param {TestModule} module
 */
function readSeconds(module) {
  const { duration, collectDuration, environmentSetupDuration, setupDuration } = module.diagnostic();
  return (duration + collectDuration + environmentSetupDuration + setupDuration) / 1000;
}
