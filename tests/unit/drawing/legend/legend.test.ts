import { describe, expect, it } from "vitest";
import type { Crease } from "../../../../src/convexity/creases/crease-set";
import { THEMES } from "../../../../src/drawing/colors/theme";
import { describeLegend, type LegendAdditions } from "../../../../src/drawing/legend/legend";
import { measureText } from "../../../../src/drawing/typeface/typeface";
import { DEFAULT_VIEW } from "../../../../src/experiment/view";
import { drawLegend } from "../../../../src/figure/legend-svg";
import { assembleSurfaceShader } from "../../../../src/scene/renderer/surface-shader";
import { layOutCapture, layOutHead } from "../../../../src/scene/saving/capture";
import { readCameraKey } from "../../../../src/scene/stage/scene-keys";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "../../../render/synthetic-landscapes";

const legendOf = (name: SyntheticName, view = {}) =>
  describeLegend(evaluateSynthetic(SYNTHETIC_SLICES[name], 41), { ...DEFAULT_VIEW, ...view });

describe("what a legend says", () => {
  it("says 0 % of a convex slice and leaves out the classes no point has", () => {
    const legend = legendOf("bowl");
    expect(legend.nonconvex).toBe("0\u00a0% not convex");
    expect(legend.isNonconvexFound).toBe(false);
    expect(legend.classes.map((item) => item.pointClass)).toEqual(["convex"]);
  });

  it("tells curvature and chord apart by the direction of the hatch", () => {
    expect(legendOf("saddle").classes[0]).toMatchObject({ pointClass: "nonconvex-curvature", swatch: "hatch-rising" });
    const crease = legendOf("crease").classes.find((item) => item.pointClass === "nonconvex-chord");
    expect(crease?.swatch).toBe("hatch-falling");
  });

  it("says holes and what is cut off, with their share", () => {
    expect(legendOf("holes").notes.join(" ")).toMatch(/Holes: the loss is not finite at [\d.]+\u00a0% of points/);
    expect(legendOf("corner", { height: "linear" }).notes.join(" ")).toMatch(
      /Cut flat at [\d.]+; the loss rises to [\d.]+(?:×10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?: [\d.]+\u00a0%/,
    );
    expect(legendOf("negative", { height: "log" }).notes.join(" ")).toContain("Loss 0 or less");
    expect(legendOf("constant").notes).toContain("The loss is 0.75 everywhere here.");
  });

  it("names the contours that the surface bears", () => {
    const { help } = legendOf("bowl", { height: "linear" });
    expect(help[0]).toMatch(/^Contours of the loss every 0\.[25], fine ones every 0\.\d+\.$/);
    expect(legendOf("bowl", { height: "linear", contours: false }).help).toEqual([]);
  });

  it("turns to λmin with ticks symmetric about 0", () => {
    const { ramp } = legendOf("saddle", { coloring: "curvature" });
    expect(ramp.name).toContain("λmin");
    expect(ramp.ticks.map((tick) => tick.position + ramp.ticks[4 - ramp.ticks.indexOf(tick)]!.position)).toEqual(
      ramp.ticks.map(() => expect.closeTo(1, 9)),
    );
  });
});

describe("what a legend says of lines on the surface", () => {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES.pieces, 21);
  const makeCrease = (jump: number, exact: boolean, unit = 0): Crease => ({
    layer: exact ? 0 : 1,
    unit,
    sample: 0,
    exact,
    points: [
      [-1, 0],
      [1, 0],
    ],
    jump,
    kind: jump < 0 ? "concave" : "convex",
  });
  const many = Array.from({ length: 2000 }, (_, index) =>
    makeCrease((index % 4 ? 1 : -1) / (index + 1), index % 2 === 0, index),
  );
  const describeWith = (additions: LegendAdditions, view = {}) =>
    describeLegend(landscape, { ...DEFAULT_VIEW, ...view }, "ReLU", additions);

  it("counts the creases drawn by sign and says how many there are", () => {
    const creases = { creases: many, omitted: 1618, unexamined: 0 };
    const { lines, help } = describeWith({ creases }, { creases: true });
    expect(lines).toEqual([
      { label: "crease, concave", swatch: "crease-concave", value: "8" },
      { label: "crease, convex", swatch: "crease-convex", value: "22" },
    ]);
    expect(help).toContain("The strongest 30 lines of 3,618 creases; exact in the first layer, traced in deeper ones.");
    const unasked = describeWith({ creases });
    expect(unasked.lines).toEqual([]);
    expect(unasked.help).toContain("3,618 creases are not drawn: too many to read.");
  });

  it("says when there are few, and when not all samples were looked at", () => {
    const few = { creases: [makeCrease(-1, true), makeCrease(1, true)], omitted: 0, unexamined: 3 };
    const { lines, help } = describeWith({ creases: few });
    expect(lines.map(({ value }) => value)).toEqual(["1", "1"]);
    expect(help).toContain("All 2 creases; exact. Some samples were not examined.");
    const hidden = describeWith({ creases: few }, { creases: false });
    expect(hidden.lines).toEqual([]);
    expect(hidden.help.join(" ")).not.toContain("crease");
    expect(describeWith({ creases: { creases: [], omitted: 0, unexamined: 0 } }).lines).toEqual([]);
  });

  it("tells a certificate's chord from one that is tried, in words and in the drawing", () => {
    const point = (x: number, loss: number) => ({ x, y: 0, loss });
    const gap = { value: 0.4796, error: 0 };
    const chord = { from: point(-1, 1), to: point(1, 1), middle: point(0, 1.48), gap, proved: true };
    const proved = describeWith({ chord });
    expect(proved.lines).toEqual([{ label: "chord of the certificate", swatch: "chord-proved", value: "" }]);
    expect(proved.help).toContain("At the chord's middle the loss is at least 0.479 above the mean of its ends.");
    const tried = describeWith({
      chord: { ...chord, middle: point(0, 0.5), gap: { value: -0.5, error: 1e-15 }, proved: false },
    });
    expect(tried.lines[0]?.label).toBe("chord tried");
    expect(tried.help).toContain("At the chord's middle the loss is 0.5 below the mean of its ends.");
    const { svg } = drawLegend(proved, THEMES.light);
    expect(svg).toMatch(/<desc[^>]*>[^<]*chord of the certificate\./);
    expect(svg).toContain(`stroke="${THEMES.light.proof}"`);
    expect(svg).not.toBe(drawLegend(tried, THEMES.light).svg);
  });
});

describe("the legend as a drawing", () => {
  it("has a title and words for those who cannot see it, escapes text, and carries no style", () => {
    const content = { ...legendOf("saddle"), title: '<b>"x" & y' };
    const { svg, width, height } = drawLegend(content, THEMES.light, { id: "page" });
    expect(svg).toContain('role="img" aria-labelledby="page-title page-words"');
    expect(svg).toContain("&lt;b&gt;&quot;x&quot; &amp; y");
    expect(svg).toMatch(/<desc id="page-words">Colour: loss.*100\u00a0% not convex/);
    expect(svg).not.toMatch(/\sstyle=|<style/);
    expect(width).toBeGreaterThan(200);
    expect(height).toBeGreaterThan(100);
  });
});

describe("saved pictures", () => {
  it("puts the legend beside the surface, within a wide picture, or below a tall one", () => {
    const legend = { width: 268, height: 220 };
    expect(layOutCapture({ width: 1440, height: 900 }, legend)).toMatchObject({
      width: 1440,
      height: 900,
      surface: { width: 1140, height: 900, top: 0 },
      legendLeft: 1156,
      legendTop: 664,
    });
    expect(layOutCapture({ width: 640, height: 420 }, legend)).toMatchObject({
      width: 940,
      height: 420,
      surface: { width: 640, height: 420, top: 0 },
      legendLeft: 656,
    });
    expect(layOutCapture({ width: 390, height: 844 }, legend)).toMatchObject({
      width: 390,
      height: 1096,
      legendTop: 860,
    });
    expect(layOutCapture({ width: 390, height: 844 }, null)).toMatchObject({ width: 390, height: 844 });
    expect(layOutCapture({ width: 1440, height: 900 }, legend, 90)).toMatchObject({
      height: 990,
      surface: { top: 90, height: 900 },
      legendTop: 754,
    });
  });

  it("writes the verdict above the surface, within the picture's width", () => {
    const text = "Swap two hidden units: the network, and so its loss, is the same. ".repeat(4).trim();
    const head = layOutHead({ heading: "Not convex, proved", text }, 640);
    expect(head.text.join(" ")).toBe(text);
    for (const line of head.text) expect(measureText(line, 14)).toBeLessThanOrEqual(640 - 32);
    expect(layOutHead(null, 640).height).toBe(0);
  });
});

describe("keys", () => {
  const press = (key: string, held = {}) =>
    readCameraKey({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held });

  it("turns, shifts, zooms, resets and looks from above", () => {
    expect(press("ArrowLeft")).toMatchObject({ kind: "turn", polar: -0 });
    expect(press("ArrowUp", { shiftKey: true })).toMatchObject({ kind: "shift", up: 0.05 });
    expect(press("+")).toMatchObject({ kind: "zoom" });
    expect(press("Home")).toEqual({ kind: "reset" });
    expect(press("r")).toEqual({ kind: "reset" });
    expect(press("T", { shiftKey: true })).toEqual({ kind: "top" });
  });

  it("leaves the browser's and the page's keys alone", () => {
    expect(press("r", { ctrlKey: true })).toBeNull();
    expect(press("Tab")).toBeNull();
    expect(press("constructor")).toBeNull();
  });
});

describe("shader source", () => {
  it("is the same text each time, without a version line and without numbers of a grid", () => {
    const source = assembleSurfaceShader();
    expect(source).toEqual(assembleSurfaceShader());
    for (const text of [source.vertex, source.fragment]) {
      expect(text.startsWith("precision highp float;")).toBe(true);
      expect(text).not.toContain("#version");
    }
  });
});
