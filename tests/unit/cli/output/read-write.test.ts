import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InputError } from "../../../../src/cli/input/input-error";
import { writeOutputs } from "../../../../src/cli/output/outputs";
import { checkWritable, findObstacle, isSameFile, readInput } from "../../../../src/cli/output/read-write";

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const posix = process.platform !== "win32";
const makePipe = (file: string) => execFileSync("mkfifo", [file]);

describe("an input", () => {
  it("is read to its end where that is within the limit", () => {
    writeFileSync(at("text"), "λ".repeat(50));
    expect(readInput(at("text"), 100)).toBe("λ".repeat(50));
  });

  it("is refused by its length before anything is read", () => {
    writeFileSync(at("long"), "");
    truncateSync(at("long"), 2 ** 40);
    expect(() => readInput(at("long"))).toThrow(/: 1099511627776 bytes are more than 524288000$/);
    expect(() => readInput(at("long"), 10)).toThrow(/: 1099511627776 bytes are more than 10$/);
  });

  it.runIf(posix)("is read no further than its limit where its length is unknown and it has no end", () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readInput("/dev/zero", 3_000_000)).toThrow(
      new InputError("/dev/zero: it has more than 3000000 bytes"),
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it.runIf(posix)("is nothing where there is nothing", () => {
    expect(readInput("/dev/null")).toBe("");
  });

  it("is no directory, is there, and is text", () => {
    writeFileSync(at("bytes"), Buffer.of(0xff, 0xfe));
    expect(() => readInput(folder)).toThrow(/: is a directory$/);
    expect(() => readInput(at("none"))).toThrow(/: no such file or directory$/);
    expect(() => readInput(at("bytes"))).toThrow(/: is not a text file in UTF-8$/);
    expect(() => readInput(at("bytes", "below"))).toThrow(/: a part of the path is not a directory$/);
    expect(() => readInput(at("n".repeat(300)))).toThrow(/: the name is too long$/);
    expect(() => readInput(at("a\0b"))).toThrow(/a\\u\{0\}b: the name holds a null character$/);
  });

  it("is named so that every character can be seen", () => {
    expect(() => readInput("\u202e\n\u200bnone")).toThrow(
      new InputError("\\u{202e}\\u{a}\\u{200b}none: no such file or directory"),
    );
  });
});

describe("a place for an output", () => {
  it("is possible where there is nothing or a regular file", () => {
    writeFileSync(at("old"), "old");
    for (const name of ["new", "old", "n".repeat(255)]) expect(() => checkWritable("--out", at(name))).not.toThrow();
    expect(readdirSync(folder)).toEqual(["old"]);
  });

  it.runIf(posix)("is no directory, link, pipe, socket or device", async () => {
    mkdirSync(at("folder"));
    symlinkSync(at("target"), at("link"));
    makePipe(at("pipe"));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("socket"), resolve));
    const refused = (name: string, reason: string) =>
      expect(() => checkWritable("--out", name)).toThrow(new InputError(`--out: ${name} is a ${reason}`));
    refused(at("folder"), "directory");
    refused(at("link"), "symbolic link");
    refused(at("pipe"), "pipe");
    refused(at("socket"), "socket");
    refused("/dev/null", "device");
    server.close();
  });

  it.each([
    ["", "--out: names no file"],
    ["new/", "names a directory"],
    ["none/new", "no such file or directory"],
    ["file/new", "is not in a directory"],
    ["n".repeat(256), "the name is too long"],
    ["a\0b", "the name holds a null character"],
    [".", "is a directory"],
  ])("%j is none", (name, reason) => {
    writeFileSync(at("file"), "");
    expect(() => checkWritable("--out", name === "" ? "" : `${folder}/${name}`)).toThrow(reason);
    expect(() => checkWritable("--out", name === "" ? "" : `${folder}/${name}`)).toThrow(InputError);
  });

  it.runIf(posix)("is not in a folder, and no file, that may not be written; root may write all of them", () => {
    const check = (name: string) => expect(() => checkWritable("--out", at(name)));
    const isRoot = process.getuid?.() === 0;
    writeFileSync(at("kept"), "");
    chmodSync(at("kept"), 0o444);
    if (isRoot) check("kept").not.toThrow();
    else check("kept").toThrow(/: no permission$/);
    chmodSync(folder, 0o555);
    if (isRoot) check("new").not.toThrow();
    else check("new").toThrow(/: no permission$/);
    chmodSync(folder, 0o755);
  });

  it("is not the input under another name", () => {
    writeFileSync(at("spec"), "");
    linkSync(at("spec"), at("twin"));
    writeFileSync(at("other"), "");
    expect(isSameFile(at("spec"), at("twin"))).toBe(true);
    expect(isSameFile(at("spec"), at("other"))).toBe(false);
    expect(isSameFile(at("none"), at("spec"))).toBe(false);
  });

  it("is not another output under another name, of a file that is yet to be written", () => {
    mkdirSync(at("folder"));
    symlinkSync(at("folder"), at("way"), "junction");
    expect(isSameFile(at("folder", "new"), at("way", "new"))).toBe(true);
    expect(isSameFile(at("folder", "new"), at("way", "other"))).toBe(false);
    expect(isSameFile(at("new"), at("way", "new"))).toBe(false);
  });
});

describe("writing", () => {
  it("puts all files in place and leaves no draft, however long their names are", async () => {
    const long = "n".repeat(255);
    writeFileSync(at("old"), "old");
    await writeOutputs([
      { file: at(long), content: "text" },
      { file: at("old"), content: Uint8Array.of(1, 2) },
    ]);
    expect(readdirSync(folder).sort()).toEqual([long, "old"]);
    expect(readFileSync(at(long), "utf8")).toBe("text");
    expect([...readFileSync(at("old"))]).toEqual([1, 2]);
  });

  it.runIf(posix)("replaces nothing that was created there meanwhile, and then writes none of its files", async () => {
    writeFileSync(at("target"), "kept");
    symlinkSync(at("target"), at("link"));
    makePipe(at("pipe"));
    for (const [name, reason] of [
      ["link", "is a symbolic link"],
      ["pipe", "is a pipe"],
    ] as const) {
      const outputs = ["first", name].map((file) => ({ file: at(file), content: "new" }));
      await expect(writeOutputs(outputs)).rejects.toThrow(`${name} ${reason} now`);
    }
    expect(readdirSync(folder).sort()).toEqual(["link", "pipe", "target"]);
    expect(readFileSync(at("target"), "utf8")).toBe("kept");
    expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
  });

  it("gives the reason of a failure in one sentence, and leaves no draft", async () => {
    const outputs = [
      { file: at("new"), content: "new" },
      { file: at("none", "new"), content: "new" },
    ];
    await expect(writeOutputs(outputs)).rejects.toThrow("The result could not be written: no such file or directory");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(posix)("leaves no draft where it is ended while it writes", async () => {
    const place = new URL("../../../../src/cli/output/outputs.ts", import.meta.url).href;
    // The draft is there at once; the process ends itself before it has its content.
    const program = `
      import { writeOutputs } from ${JSON.stringify(place)};
      const done = writeOutputs([{ file: ${JSON.stringify(at("new"))}, content: new Uint8Array(2 ** 28) }]);
      setTimeout(() => process.kill(process.pid, "SIGTERM"), 20);
      await done;
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    `;
    const { signal, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx/esm", "--input-type=module", "--eval", program],
      { encoding: "utf8" },
    );
    expect(signal, stderr).toBe("SIGTERM");
    expect(readdirSync(folder).filter((name) => name !== "new")).toEqual([]);
  });

  it("leaves the process's answers to signals as they were", async () => {
    const before = process.listenerCount("SIGINT");
    await writeOutputs([{ file: at("new"), content: "new" }]);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

it("finds no obstacle where there is nothing", () => {
  expect(findObstacle(at("none"))).toBeNull();
  closeSync(openSync(at("file"), "w"));
  expect(findObstacle(at("file"))).toBeNull();
  expect(existsSync(at("none"))).toBe(false);
});
