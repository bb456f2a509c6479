import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CaseFile, readLines } from "../../../../src/cli/survey/case-file";
import { ShardLock } from "../../../../src/cli/survey/shard-lock";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-cases-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lineOf = (index: number) => JSON.stringify({ case: index, text: "é".repeat(index % 7) });

describe("CaseFile", () => {
  it("cuts off whatever a process that was killed left of a line, and keeps every whole line", () => {
    const whole = [0, 1, 2, 3].map((index) => `${lineOf(index)}\n`).join("");
    const bytes = Buffer.from(whole);
    for (let length = 0; length <= bytes.length; length++) {
      const file = path.join(folder, `${length}.jsonl`);
      writeFileSync(file, bytes.subarray(0, length));
      const output = new CaseFile(file);
      output.append(lineOf(9));
      output.close();
      const kept = bytes.subarray(0, length).toString("latin1").split("\n").length - 1;
      const wanted = [...[0, 1, 2, 3].slice(0, kept), 9].map((index) => `${lineOf(index)}\n`).join("");
      expect(readFileSync(file, "utf8")).toBe(wanted);
    }
  });

  it("cuts off what a power cut left of the last lines", () => {
    const file = path.join(folder, "cases.jsonl");
    writeFileSync(file, `${lineOf(1)}\n\0\0\0\0\n{"case":2,\n`);
    new CaseFile(file).close();
    expect(readFileSync(file, "utf8")).toBe(`${lineOf(1)}\n`);
  });
});

describe("readLines", () => {
  it("reads lines of any length with their places", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("a", "é", "€"), maxLength: 300 }), { maxLength: 20 }),
        fc.boolean(),
        (texts, ends) => {
          const file = path.join(folder, "lines");
          const text = texts.join("\n") + (ends && texts.length > 0 ? "\n" : "");
          writeFileSync(file, text);
          const bytes = Buffer.from(text);
          const lines = [...readLines(file)];
          const wanted = text === "" ? [] : text.replace(/\n$/, "").split("\n");
          expect(lines.map((line) => line.text)).toEqual(wanted);
          for (const line of lines) {
            expect(bytes.toString("utf8", line.offset, line.offset + line.length)).toBe(line.text);
          }
          expect(lines.filter(({ isWhole }) => !isWhole).length).toBe(text === "" || text.endsWith("\n") ? 0 : 1);
        },
      ),
    );
  });
});

describe("ShardLock", () => {
  it("is held by one process, names it, and counts its attempts", () => {
    const lock = ShardLock.take(folder, 2, 3);
    expect(JSON.parse(readFileSync(path.join(folder, "shard-2.lock"), "utf8"))).toEqual({
      host: hostname(),
      pid: process.pid,
      attempt: 4,
      task: "",
    });
    lock.check();
    lock.release();
    expect(() => lock.check()).toThrow("Another process computes this shard now");
  });

  it("is refused while its owner runs, and taken over when the owner has ended", () => {
    const file = path.join(folder, "shard-1.lock");
    const parent = { host: hostname(), pid: process.ppid, attempt: 5, task: "" };
    writeFileSync(file, JSON.stringify(parent));
    expect(() => ShardLock.take(folder, 1, 0)).toThrow(`shard 1 is being computed by process ${process.ppid}`);
    writeFileSync(file, JSON.stringify({ ...parent, pid: 2 ** 22 - 3 }));
    const lock = ShardLock.take(folder, 1, 0);
    expect(lock.owner.attempt).toBe(6);
    // A former owner that still lives notices that it lost the shard.
    writeFileSync(file, JSON.stringify({ ...parent, attempt: 7 }));
    expect(() => lock.check()).toThrow("Another process");
    lock.release();
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ attempt: 7 });
  });

  it("is taken over at once by the next attempt of the same task, and from another machine only when that is silent", () => {
    const file = path.join(folder, "shard-1.lock");
    const other = { host: "elsewhere", pid: 1, attempt: 1, task: "slurm 7_1" };
    writeFileSync(file, JSON.stringify(other));
    expect(() => ShardLock.take(folder, 1, 0)).toThrow("process 1 on elsewhere");
    vi.stubEnv("SLURM_ARRAY_JOB_ID", "7");
    vi.stubEnv("SLURM_ARRAY_TASK_ID", "1");
    const lock = ShardLock.take(folder, 1, 0);
    expect(lock.owner).toMatchObject({ attempt: 2, task: "slurm 7_1" });
    lock.release();
    vi.unstubAllEnvs();
  });

  it("reads a file that is appended to elsewhere", () => {
    const file = path.join(folder, "cases.jsonl");
    appendFileSync(file, "one\ntw");
    expect([...readLines(file)].map(({ text, isWhole }) => [text, isWhole])).toEqual([
      ["one", true],
      ["tw", false],
    ]);
  });
});
