import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CERTIFICATE_LIMITS } from "../../src/convexity/certificate/schema";
import { type CommandOutcome, runCommand, runVerifyByNpm } from "../support/command-line";

/** One ReLU neuron, three samples: at (1, −1) the loss is 1/24 above the mean of the ends, so N·gap is 1/8. */
const NEURON = {
  format: "losscape-certificate",
  version: 1,
  claim: "not-convex",
  dataset: { kind: "points", inputs: [[1], [-1], [2]], targets: [[1], [-0.5], [0.5]] },
  network: { layers: [1, 1, 1], activation: "relu" },
  loss: { kind: "mse" },
  points: [makePoint(-1.5), makePoint(-0.5)],
  arithmetic: "exact",
  gap: { lower: "0.125", upper: "0.125" },
};

function makePoint(bias: number) {
  return {
    layers: [
      { kernel: [[1]], bias: [bias] },
      { kernel: [[1]], bias: [0] },
    ],
  };
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(content: unknown): void {
  writeFileSync(path.join(folder, "certificate.json"), typeof content === "string" ? content : JSON.stringify(content));
}

function verify(...options: string[]): Promise<CommandOutcome> {
  return runCommand("verify", options, { folder });
}

describe("verify", () => {
  it("proves a certificate, by npm", async () => {
    write(NEURON);
    const { code, stdout, stderr } = await runVerifyByNpm(["certificate.json"], { folder });
    expect(code, stderr).toBe(0);
    const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith(">"));
    expect(lines).toEqual([expect.stringMatching(/^proved: .*at least 0\.0416 .*exact arithmetic/)]);
  });

  it("proves by intervals", async () => {
    write({
      ...NEURON,
      dataset: { kind: "points", inputs: [[1]], targets: [[1]] },
      network: { layers: [1, 1], output: "sigmoid" },
      points: [-6, 0].map((weight) => ({ layers: [{ kernel: [[weight]], bias: [0] }] })),
      arithmetic: "interval",
      gap: { lower: "0.2848", upper: "0.2849" },
    });
    const { code, stdout } = await verify("certificate.json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^proved: .*at least 0\.284 .*interval arithmetic\)\n$/);
  });

  it.each([
    ["the chord is flat", { points: [makePoint(-9), makePoint(-8)] }],
    ["the chord lies above", { points: [makePoint(0.5), makePoint(1.5)] }],
    ["the stated gap is false", { gap: { lower: "0.5", upper: "0.5" } }],
  ])("says in one line that it is not proved where %s", async (_, change) => {
    write({ ...NEURON, ...change });
    const { code, stdout, stderr } = await verify("certificate.json");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^not proved: [^\n]+\n$/);
    expect(stderr).toBe("");
  });

  it.each([
    ["certificate: the file is not JSON", "{"],
    ["certificate.version: 2 is not 1", { ...NEURON, version: 2 }],
    ["certificate.points: 1 entries are fewer than 2", { ...NEURON, points: [makePoint(0)] }],
    ["certificate.network.activation: ", { ...NEURON, network: { ...NEURON.network, activation: "a\nb" } }],
    [
      "certificate.dataset.targets: 2 rows instead of 3",
      { ...NEURON, dataset: { ...NEURON.dataset, targets: [[1], [1]] } },
    ],
  ])("says in one line: %s", async (message, content) => {
    write(content);
    expect(await verify("certificate.json")).toEqual({
      code: 2,
      signal: null,
      stdout: "",
      stderr: expect.stringMatching(new RegExp(`^${message.replaceAll(".", "\\.")}[^\\n]*\\n$`)),
    });
  });

  it.each([
    ["no file is named", []],
    ["two files are named", ["a.json", "b.json"]],
    ["there is no such file", ["missing.json"]],
    ["the file is a folder", ["."]],
  ])("says in one line that %s", async (_, options) => {
    const { code, stdout, stderr } = await verify(...options);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  it("refuses a huge file", async () => {
    write(" ");
    truncateSync(path.join(folder, "certificate.json"), CERTIFICATE_LIMITS.characters + 1);
    const { code, stderr } = await verify("certificate.json");
    expect(code).toBe(2);
    expect(stderr).toBe(
      `certificate.json: ${CERTIFICATE_LIMITS.characters + 1} bytes are more than ${CERTIFICATE_LIMITS.characters}\n`,
    );
  });
});
