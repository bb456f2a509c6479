import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarizeValues } from "../../../src/convexity/survey/distribution";
import { THEMES } from "../../../src/drawing/colors/theme";
import { fitShareAxis, fitSignedAxis, type StripAxis } from "../../../src/figure/strip-axis";
import { drawStripPlot, type Strip } from "../../../src/figure/strip-plot";

const strip = (values: readonly number[], marked = false): Strip => ({
  label: "A & B",
  note: `n < ${values.length}`,
  dots: values.map((value) => ({ value, marked })),
  distribution: summarizeValues(values),
});

function expectAxis(axis: StripAxis, values: readonly number[]): void {
  for (const value of [...values, ...axis.ticks.map((tick) => tick.value)]) {
    expect(axis.placeOf(value)).toBeGreaterThanOrEqual(-1e-9);
    expect(axis.placeOf(value)).toBeLessThanOrEqual(1 + 1e-9);
  }
  const ticks = axis.ticks.map((tick) => tick.value);
  expect(ticks.length).toBeGreaterThanOrEqual(2);
  expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
  expect(new Set(axis.ticks.map((tick) => tick.text)).size).toBe(ticks.length);
}

describe("the axis of shares", () => {
  it("begins at 0 and holds every share, with numbers that differ", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.double({ min: 0, max: 1, noNaN: true }).map((share) => (share < 1e-6 ? 0 : share)),
          { minLength: 1 },
        ),
        (shares) => {
          const axis = fitShareAxis(shares);
          expectAxis(axis, shares);
          expect(axis.placeOf(0)).toBe(0);
        },
      ),
    );
  });

  it("ends at the next round number, at 100 % at most, and is whole where nothing is above 0", () => {
    const texts = (shares: readonly number[]) =>
      fitShareAxis(shares).ticks.map(({ text }) => text.replace("\u00a0", " "));
    expect(texts([0.31, 0.832])).toEqual(["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]);
    expect(texts([0.047])).toEqual(["0 %", "1 %", "2 %", "3 %", "4 %", "5 %"]);
    expect(texts([0.0047])).toEqual(["0 %", "0.1 %", "0.2 %", "0.3 %", "0.4 %", "0.5 %"]);
    expect(texts([0, 0])).toEqual(["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]);
  });
});

describe("the axis of numbers of either sign", () => {
  const value = fc
    .tuple(fc.constantFrom(-1, 1), fc.double({ min: -12, max: 3, noNaN: true }))
    .map(([sign, power]) => sign * 10 ** power);

  it("holds every number and 0, and rises", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const axis = fitSignedAxis(values);
        expectAxis(axis, [...values, 0]);
        const sorted = [...values].sort((a, b) => a - b);
        const places = sorted.map(axis.placeOf);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const one of values) expect(axis.valueAt(axis.placeOf(one))).toBeCloseTo(one, 6);
      }),
    );
  });

  it("is bent where a few are far larger than most, and says so", () => {
    expect(fitSignedAxis([-1, -2, -3]).bend).toBe("");
    expect(fitSignedAxis([-1e-4, -2e-4, -3e-4, -1]).bend).toBe("asinh scale");
    expect(fitSignedAxis([0, 0]).bend).toBe("");
  });
});

describe("the plot", () => {
  const draw = (strips: readonly Strip[], options = {}) =>
    drawStripPlot(
      {
        title: "Shares <of> planes",
        description: 'In "words"',
        panels: [
          { title: "Share", axis: fitShareAxis(strips.flatMap(({ dots }) => dots.map((dot) => dot.value))), strips },
        ],
        notes: ["Each dot is a plane."],
      },
      THEMES.light,
      options,
    );

  it("has a dot for every value, inside the picture, and one path a colour however many there are", () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i % 100) / 100);
    const { svg, width, height } = draw([strip(values), strip([0.5], true)], { width: 348, standalone: false });
    const dots = [...svg.matchAll(/M([\d.]+) ([\d.]+)h0/g)];
    expect(dots).toHaveLength(10_001);
    const isInside = (place: number, size: number) => place > 0 && place < size;
    expect(dots.every(([, x, y]) => isInside(Number(x), width) && isInside(Number(y), height))).toBe(true);
    expect(svg.match(/stroke-linecap="round"/g)).toHaveLength(2);
  });

  it("is well-formed, says itself in words, and has no styles for a strict policy to forbid", () => {
    const { svg } = draw([strip([0.25, 0.5])]);
    expect(svg).toContain('<title id="strips-title">Shares &lt;of&gt; planes</title>');
    expect(svg).toContain("In &quot;words&quot;");
    expect(svg).toContain("A &amp; B");
    expect(svg).not.toMatch(/style=|<style|NaN|Infinity|undefined/);
  });

  it("stands without values", () => {
    expect(draw([strip([])]).svg).not.toMatch(/NaN|undefined/);
  });
});
