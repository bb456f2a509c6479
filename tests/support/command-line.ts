import { spawn } from "node:child_process";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface CommandOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Working directory; file names are relative to it. */
  readonly folder: string;
  readonly input?: string;
  /** A file descriptor that replaces stdout. */
  readonly output?: number;
  /** Called with the whole output so far; may end the run. */
  readonly onStdout?: (text: string, stop: (signal: NodeJS.Signals) => void) => void;
  readonly onStderr?: (text: string, stop: (signal: NodeJS.Signals) => void) => void;
}

/** Runs `npm run landscape` in `folder`, as a user does. */
export function runLandscapeByNpm(options: readonly string[], settings: CommandOptions): Promise<CommandOutcome> {
  return runByNpm("landscape", options, settings);
}

/** Runs `npm run verify` in `folder`, as a user does. */
export function runVerifyByNpm(options: readonly string[], settings: CommandOptions): Promise<CommandOutcome> {
  return runByNpm("verify", options, settings);
}

function runByNpm(script: string, options: readonly string[], settings: CommandOptions): Promise<CommandOutcome> {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  return runProgram(npm, ["--prefix", ROOT, "run", script, "--", ...options], settings);
}

/** Runs the command behind `npm run landscape`, without npm. */
export function runLandscape(options: readonly string[], settings: CommandOptions): Promise<CommandOutcome> {
  return runCommand("landscape", options, settings);
}

/** Runs the command behind an npm script. */
export function runCommand(
  name: string,
  options: readonly string[],
  settings: CommandOptions,
): Promise<CommandOutcome> {
  return runProgram(process.execPath, [path.join(ROOT, "src/cli/bootstrap.mjs"), name, ...options], settings);
}

/** Runs a program without npm's folder of the call. */
export function runProgram(
  program: string,
  options: readonly string[],
  settings: CommandOptions,
): Promise<CommandOutcome> {
  const { INIT_CWD: _, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const stdio = ["pipe", settings.output ?? "pipe", "pipe"] as const;
    const child = spawn(program, options, { cwd: settings.folder, env: environment, stdio: [...stdio] });
    let [stdout, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      settings.onStdout?.(stdout, (signal) => child.kill(signal));
    });
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      settings.onStderr?.(stderr, (signal) => child.kill(signal));
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    // A command that does not read its input may end before the input is written.
    child.stdin!.on("error", () => {});
    child.stdin!.end(settings.input ?? "");
  });
}
