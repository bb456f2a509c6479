/**
 * The entry of every npm script. It makes sure that packages and, where needed, a browser are installed, then runs the command in this
 * process. It is plain JavaScript without packages, because it runs before anything is installed.
 *
 *     node src/cli/bootstrap.mjs COMMAND [options…]
 */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBrowser } from "./find-browser.mjs";
import { installPackages } from "./install-packages.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Commands whose file names are relative to the caller's folder; all others run in the repository's root. */
const COMMANDS_OF_FILES = ["landscape", "convert", "survey", "verify", "bench", "reliability"];

/** @type {Readonly<Record<string, (options: string[]) => Promise<void>>>} */
const COMMANDS = {
  start: (options) => runTypeScript("src/cli/commands/start-command.ts", options),
  dev: (options) => runInProcess("node_modules/vite/bin/vite.js", options),
  build: (options) => runInProcess("node_modules/vite/bin/vite.js", ["build", ...options]),
  check: (options) => runTypeScript("src/cli/commands/check-command.ts", options),
  landscape: (options) => runTypeScript("src/cli/commands/landscape-command.ts", options),
  convert: (options) => runTypeScript("src/cli/commands/convert-command.ts", options),
  survey: (options) => runTypeScript("src/cli/commands/survey-command.ts", options),
  verify: (options) => runTypeScript("src/cli/commands/verify-command.ts", options),
  bench: (options) => runTypeScript("src/cli/commands/bench-command.ts", options),
  reliability: (options) => runTypeScript("src/cli/commands/reliability-command.ts", options),
  pictures: (options) => runTypeScript("src/cli/commands/pictures-command.ts", options),
  typeface: (options) => runTypeScript("src/cli/commands/typeface-command.ts", options),
  package: (options) => runTypeScript("src/cli/commands/package-command.ts", options),
  kernel: (options) => runTypeScript("src/cli/commands/kernel-command.ts", options),
  test: runTests,
  "test:long": (options) => {
    process.env.LOSSCAPE_LONG_RUN = "1";
    return runTests(options);
  },
};

/** @param {string[]} options */
function runTests(options) {
  process.env.CHROME_PATH = ensureBrowser();
  return runInProcess("node_modules/vitest/vitest.mjs", ["run", ...options]);
}

/**
 * Runs a program in this process, so that signals, standard streams and the exit code need not be passed on.
 *
 * @param {string} file  path from the root
 * @param {string[]} options
 */
async function runInProcess(file, options) {
  const program = path.join(root, file);
  process.argv = [process.execPath, program, ...options];
  await import(pathToFileURL(program).href);
}

/**
 * @param {string} file
 * @param {string[]} options
 */
async function runTypeScript(file, options) {
  const { register } = await import("tsx/esm/api");
  register();
  await runInProcess(file, options);
}

/** Vite needs 20.19 or later. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Losscape needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
}

const [name = "", ...options] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  checkNode();
  if (!command) throw new Error(`bootstrap: ${name || "no command"} is not one of ${Object.keys(COMMANDS).join(", ")}`);
  process.chdir(COMMANDS_OF_FILES.includes(name) ? (process.env.INIT_CWD ?? process.cwd()) : root);
  installPackages(root);
  await command(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
