import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLossLandscape } from "../../../../src/formats/surfaces/loss-landscape";
import type { SurfaceResult } from "../../../../src/formats/surfaces/surface-result";
import { runCommand } from "../../../support/command-line";
import { EXAMPLE_SPEC } from "../../../support/example-spec";
import { readForeignFile } from "../../../support/foreign-file";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-convert-"));
  for (const name of ["ll_surface_holes_11x11.h5", "ll_surface_pca_17x9.h5", "ll_trajectory_proj.h5"]) {
    copyFileSync(`tests/formats/surfaces/${name}`, path.join(folder, name));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const convert = (...options: string[]) => runCommand("convert", options, { folder });
const open = (name: string) => readFileSync(path.join(folder, name));

describe("npm run convert", () => {
  it("writes a surface of another program as a result, and says which numbers it took", async () => {
    const outcome = await convert("ll_surface_pca_17x9.h5", "ll_trajectory_proj.h5", "--out", "pca.json");
    expect(outcome).toMatchObject({ code: 0, stdout: "" });
    expect(outcome.stderr).toBe(
      "ll_surface_pca_17x9.h5, ll_trajectory_proj.h5: train_loss of loss-landscape, 17 × 9 points\n",
    );
    const result = JSON.parse(open("pca.json").toString()) as SurfaceResult;
    expect(result.loss[8]![16]).toBe(2.9554370721181233);
    expect(result.surface.paths[0]!.points).toHaveLength(13);
  });

  it("takes the set that is named, and writes it for another program", async () => {
    const outcome = await convert("ll_surface_holes_11x11.h5", "--set", "train_acc", "--out", "acc.h5", "--quiet");
    expect(outcome).toMatchObject({ code: 0, stdout: "", stderr: "" });
    const file = await readLossLandscape(new Uint8Array(open("acc.h5")), null);
    const source = await readLossLandscape(readForeignFile("surfaces/ll_surface_holes_11x11.h5"), "train_acc");
    if (file.holds !== "surface" || source.holds !== "surface") throw new Error("it is no surface");
    expect(file.surface.loss).toEqual(source.surface.loss);
    expect(file.surface.missing).toBe(51);
  });

  it("evaluates an experiment first, and writes the same numbers from its result", async () => {
    const spec = { ...EXAMPLE_SPEC, grid: { columns: 7, rows: 5, xRange: [-1, 1], yRange: [-1, 1] } };
    writeFileSync(path.join(folder, "spec.json"), JSON.stringify(spec));
    expect(await convert("spec.json", "--out", "spec.csv", "--quiet")).toMatchObject({ code: 0, stderr: "" });
    expect(await convert("spec.json", "--out", "result.json")).toMatchObject({ code: 0 });
    expect(await convert("result.json", "--out", "result.csv", "--quiet")).toMatchObject({ code: 0, stderr: "" });
    expect(open("spec.csv").toString().split("\r\n")).toHaveLength(7 * 5 + 2);
    expect(open("result.csv").equals(open("spec.csv"))).toBe(true);
  });

  it.each([
    [["missing.h5", "--out", "x.json"], "missing.h5: no such file or directory"],
    [
      ["ll_trajectory_proj.h5", "--out", "x.json"],
      "ll_trajectory_proj.h5: holds a trajectory of loss-landscape and no surface: give the surface's file with it",
    ],
    [
      ["ll_surface_holes_11x11.h5", "--set", "val_loss", "--out", "x.json"],
      "ll_surface_holes_11x11.h5: it has no set val_loss, but train_acc, train_loss",
    ],
    [["ll_surface_holes_11x11.h5", "--out", "link.json"], "--out: link.json is a symbolic link"],
  ])("%j is bad input: one line, exit code 2, and no file", async (options, line) => {
    rmSync(path.join(folder, "link.json"), { force: true });
    symlinkSync("elsewhere.json", path.join(folder, "link.json"));
    const before = readdirSync(folder);
    expect(await convert(...options)).toEqual({ code: 2, signal: null, stdout: "", stderr: `${line}\n` });
    expect(readdirSync(folder)).toEqual(before);
    expect(existsSync(path.join(folder, "elsewhere.json"))).toBe(false);
  });
});
