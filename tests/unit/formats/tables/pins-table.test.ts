import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { profileCut } from "../../../../src/convexity/lines/cut-profile";
import { analyzePoint } from "../../../../src/convexity/points/analysis";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { readAnalysis } from "../../../../src/convexity/points/reading";
import { parseSpec } from "../../../../src/experiment/parse";
import { writeCutCsv } from "../../../../src/formats/tables/cut-table";
import { type PinnedReading, writePinsCsv, writePinsDocument } from "../../../../src/formats/tables/pins-table";
import { EXAMPLE_SPEC } from "../../../support/example-spec";
import { makeRandomPlan } from "../../../support/random-plans";

const PLAN = makeRandomPlan({ activation: "tanh", loss: "mse", hidden: [3] }, 4);
const analysis = analyzePoint(PLAN, 0.1, -0.3);
const PINS: readonly PinnedReading[] = [
  { name: 'a "saddle", perhaps', reading: readAnalysis(analysis), parameters: analysis.parameters },
  { name: "=1+1", reading: { ...readAnalysis(analysis), loss: Number.POSITIVE_INFINITY }, parameters: null },
];

function readCsv(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe("pins as files", () => {
  it("are read from CSV with every digit", () => {
    const [first, second] = readCsv(writePinsCsv(PINS));
    expect(first?.name).toBe('a "saddle", perhaps');
    expect(Number(first?.loss)).toBe(analysis.loss);
    expect(Number(first?.["gradient y"])).toBe(analysis.gradient.y);
    expect(Number(first?.["lambda min"])).toBe(PINS[0]!.reading.min);
    expect(Number(first?.["max direction x"])).toBe(PINS[0]!.reading.directions?.max[0]);
    expect(first?.class).toBe(PINS[0]!.reading.pointClass);
    // A spreadsheet does not run the name, and a missing number is an empty cell.
    expect(second?.name).toBe("'=1+1");
    expect(second?.loss).toBe("");
  });

  it("are a JSON document with the weights at each pin", () => {
    const document = JSON.parse(JSON.stringify(writePinsDocument(PINS, parseSpec(EXAMPLE_SPEC))));
    expect(document).toMatchObject({
      format: "losscape-pins",
      version: 1,
      pins: [{ x: 0.1, y: -0.3 }, { loss: null }],
    });
    expect(document.pins[0].parameters).toEqual([...analysis.parameters]);
    expect(document.pins[0].curvature.xy).toBe(analysis.xy);
    expect(parseSpec(document.spec)).toEqual(parseSpec(EXAMPLE_SPEC));
  });
});

describe("a cut as CSV", () => {
  it("has a row for every place, from A to B", async () => {
    const cut = await profileCut(PLAN, [-1, 0], [0.5, 0.25]);
    const rows = readCsv(writeCutCsv(cut));
    expect(rows).toHaveLength(cut.losses.length);
    expect(Number(rows[0]?.distance)).toBe(0);
    expect(Number(rows.at(-1)?.distance)).toBe(cut.length);
    expect(rows.map((row) => Number(row.curvature))).toEqual([...cut.curvatures]);
    expect(rows.map((row) => row.class)).toEqual([...cut.classes].map((index) => POINT_CLASSES[index]));
  });
});
