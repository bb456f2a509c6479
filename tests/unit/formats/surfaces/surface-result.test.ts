import { expect, it } from "vitest";
import { readLossLandscape } from "../../../../src/formats/surfaces/loss-landscape";
import { readArraySurface } from "../../../../src/formats/surfaces/numpy-surfaces";
import type { Surface } from "../../../../src/formats/surfaces/surface";
import { writeSurfaceResult } from "../../../../src/formats/surfaces/surface-result";
import { readForeignFile } from "../../../support/foreign-file";

async function open(name: string): Promise<Surface> {
  const file = await readLossLandscape(readForeignFile(`surfaces/${name}`), null);
  if (file.holds !== "surface") throw new Error("it is no surface");
  return file.surface;
}

it("a surface's document has null where nothing was computed, and says so", async () => {
  const document = writeSurfaceResult(await open("ll_surface_holes_11x11.h5"), "holes.h5");
  expect(document.format).toBe("losscape-result");
  expect([document.x.length, document.y.length, document.loss.length, document.loss[0]?.length]).toEqual([
    11, 11, 11, 11,
  ]);
  expect(document.loss.flat().filter((value) => value === null)).toHaveLength(51);
  expect(document.loss.flat()).not.toContain(-1);
  expect(document.loss[7]?.[5]).toBeNull();
  expect(document.classes[7]?.[5]).toBe("not-finite");
  expect(document.summary["not-finite"]).toBe(51 / 121);
  expect(document.surface).toMatchObject({
    program: "loss-landscape",
    file: "holes.h5",
    chosen: "train_loss",
    datasets: ["train_acc", "train_loss"],
    missing: 51,
  });
  expect(document.surface.notes).toContain("51 points are not computed.");
});

it("a surface's classes hold for its numbers alone, and its verdict claims no proof", async () => {
  const surface = await open("ll_surface_square_21x21.h5");
  const document = writeSurfaceResult(surface, "square.h5");
  expect(new Set(document.classes.flat())).toEqual(new Set(["nonconvex-chord", "undecided"]));
  expect(document.verdict.kind).toBe("undecided");
  expect(document.verdict.reason).toMatch(/^For these numbers the slice is not convex: \d+ points lie above a chord/);
  expect(document.certificate).toBeNull();
  expect(document.surface.notes.join(" ")).toMatch(/Classes hold for these numbers/);
  // Each point of the class does lie above the middle of two others.
  const count = document.classes.flat().filter((name) => name === "nonconvex-chord").length;
  expect(count).toBe(listAbove(surface).size);
  expect(Object.keys(document)).not.toContain("errorBounds");
  expect(Object.keys(document)).not.toContain("spec");
});

/** The points above a chord of the contract's directions and lengths, found by plain comparison. */
function listAbove({ grid, loss }: Surface): Set<number> {
  const found = new Set<number>();
  const at = (row: number, column: number) =>
    row >= 0 && row < grid.rows && column >= 0 && column < grid.columns
      ? loss[row * grid.columns + column]!
      : Number.NaN;
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      for (const stride of [1, 2, 4, 8, 16]) {
        for (const [a, b] of [
          [1, 0],
          [0, 1],
          [1, 1],
          [1, -1],
          [2, 1],
          [1, 2],
          [2, -1],
          [1, -2],
        ] as const) {
          const ends = (at(row + b * stride, column + a * stride) + at(row - b * stride, column - a * stride)) / 2;
          if (at(row, column) > ends + 1e-13) found.add(row * grid.columns + column);
        }
      }
    }
  }
  return found;
}

it("of a curve has one row, and no curvature across it", async () => {
  const document = writeSurfaceResult(await open("ll_surface_1d_41.h5"), "line.h5");
  expect([document.x.length, document.y]).toEqual([41, [0]]);
  expect(document.curvature.xx[0]?.[20]).toBeTypeOf("number");
  expect(document.curvature.yy[0]?.every((value) => value === null)).toBe(true);
  expect(document.surface.notes).toContain("It is a curve: it has no y.");
});

it("numbers that no chord disproves are undecided, not convex", () => {
  const bowl = readArraySurface(readForeignFile("arrays/grid_int32_5x7.npy"));
  const flat = { ...bowl, loss: bowl.loss.map((_, point) => (point % 7) ** 2 + Math.floor(point / 7) ** 2) };
  const document = writeSurfaceResult(flat, "bowl.npy");
  expect(new Set(document.classes.flat())).toEqual(new Set(["undecided"]));
  expect(document.verdict.reason).toBe(
    "No chord of these numbers disproves convexity, and numbers at points cannot prove it.",
  );
});
