import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { hashFaces, listCharacters, listWritten } from "../../../../src/cli/gallery/cut-typefaces";
import { measureText } from "../../../../src/drawing/typeface/typeface";

const FOLDER = path.resolve(import.meta.dirname, "../../../../src/drawing/typeface");

it("the kept typefaces hold every character that the page writes: else npm run typeface is due", async () => {
  const faces: ReadonlySet<string>[] = [];
  // One after another: the decoder holds one font at a time.
  for (const name of ["inter.woff2", "noto-sans-math.woff2"]) {
    faces.push(await listCharacters(readFileSync(path.join(FOLDER, name))));
  }
  const written = listWritten();
  expect(written).toContain("θ");
  expect(written.filter((character) => !faces.some((face) => face.has(character)))).toEqual([]);
});

it("the page's security policy lets a drawing carry them", () => {
  const page = readFileSync(path.resolve(FOLDER, "../../../index.html"), "utf8");
  const [inter, mathematics] = ["inter.woff2", "noto-sans-math.woff2"].map((name) =>
    readFileSync(path.join(FOLDER, name)),
  );
  expect(page).toContain(`style-src 'self' '${hashFaces(inter!, mathematics!)}'`);
});

it("a text is as wide as its characters, and a little more", () => {
  const widths: Record<string, number> = JSON.parse(readFileSync(path.join(FOLDER, "widths.json"), "utf8"));
  const sum = [..."loss 10⁻⁵"].reduce((total, character) => total + widths[character]!, 0);
  expect(measureText("loss 10⁻⁵", 11)).toBeCloseTo(1.03 * 11 * sum, 9);
  expect(measureText("学", 11)).toBeGreaterThanOrEqual(11);
});
