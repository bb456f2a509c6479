#!/usr/bin/env node
/** `losscape COMMAND …`: the program of the package. Its commands are those of npm that need no sources. */
import { quoteText } from "../experiment/quote";

const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  landscape: () => import("./commands/landscape-command"),
  verify: () => import("./commands/verify-command"),
  convert: () => import("./commands/convert-command"),
  survey: () => import("./commands/survey-command"),
};

async function runProgram([runtime, program, name = "", ...options]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) {
    // A command reads its options as if it had been started itself.
    process.argv = [runtime!, program!, ...options];
    await command();
    return;
  }
  const found = name === "" ? "no command" : quoteText(name);
  process.stderr.write(`losscape: ${found} is not one of ${Object.keys(COMMANDS).join(", ")}\n`);
  process.exitCode = 2;
}

await runProgram(process.argv);
