import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { CUT_PLACES, profileCut } from "../../src/convexity/lines/cut-profile";
import { analyzePoint, type PointAnalysis } from "../../src/convexity/points/analysis";
import { decodeLink } from "../../src/experiment/link";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW, type View } from "../../src/experiment/view";
import { asParameters, layoutNetwork, unflattenWeights } from "../../src/model/network/layout";
import type { LandscapePlan } from "../../src/slice/landscape-plan";
import { planLandscape } from "../../src/slice/plan-landscape";
import { browser, errors, page, usePage } from "./fixture";
import { findViolations, linkTo, PATIENCE, pictureOfSurface, SMALL_SPEC, saveText } from "./studio-page";

/** Weights are given, so that the float64 reference knows them too. */
const LAYOUT = layoutNetwork(SMALL_SPEC.network);
const CENTER = asParameters(
  LAYOUT,
  Float64Array.from({ length: LAYOUT.parameterCount }, (_, p) => 1.5 * Math.sin(3 * p + 1)),
);
const SPEC = parseSpec({ ...SMALL_SPEC, weights: { kind: "given", layers: unflattenWeights(LAYOUT, CENTER) } });
const PLAN: LandscapePlan = planLandscape(SPEC, CENTER);
/** From straight above, so that a place of the picture is a place of the slice. */
const ABOVE: View = { ...DEFAULT_VIEW, camera: { ...DEFAULT_VIEW.camera, azimuth: 0, polar: 0 } };

usePage(linkTo(SPEC, ABOVE));

async function numberAt(selector: string, name: string): Promise<number> {
  const found = page.locator(`${selector}[data-${name}]`);
  await found.waitFor({ timeout: PATIENCE });
  return Number(await found.getAttribute(`data-${name}`));
}

/** The values of the point, once its gradient is computed. */
async function readPoint() {
  const [x, y] = await Promise.all(["x", "y"].map((axis) => page.locator(`#inspect-point-${axis}`).inputValue()));
  return {
    x: Number(x),
    y: Number(y),
    loss: await numberAt("#inspect-loss", "value"),
    gradient: [await numberAt("#inspect-gradient", "x"), await numberAt("#inspect-gradient", "y")],
    min: await numberAt("#inspect-min", "value"),
    max: await numberAt("#inspect-max", "value"),
  };
}

/** The page's float64 is the reference's, except for the elementary functions of another engine. Both lie within the error bound. */
function expectGradient([x, y]: readonly number[], { gradient }: PointAnalysis): void {
  expect(Math.abs(x! - gradient.x)).toBeLessThanOrEqual(2 * gradient.error);
  expect(Math.abs(y! - gradient.y)).toBeLessThanOrEqual(2 * gradient.error);
}

async function middleOfSurface(): Promise<{ readonly x: number; readonly y: number }> {
  const box = (await page.locator("#free").boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function pointBeside(x: number, y: number): Promise<void> {
  const middle = await middleOfSurface();
  await page.mouse.move(middle.x + x, middle.y + y);
}

async function setField(id: string, value: number): Promise<void> {
  await page.locator(`#${id}`).fill(`${value}`);
  await page.locator(`#${id}`).blur();
}

const downloadBy = (selector: string) => saveText(page, () => page.locator(selector).click());

function readCsv(text: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

async function linkedPins(): Promise<View["pins"]> {
  return decodeLink(new URL(page.url()).hash).view.pins;
}

describe("the inspecting tool", () => {
  it("reads the point under the pointer: the grid's own values, and a gradient in float64", async () => {
    await page.locator('[data-tool="inspect"]').click();
    expect(await readPoint()).toMatchObject({ x: 0, y: 0 });
    const center = await pictureOfSurface(page);
    for (const [right, down] of [
      [70, 40],
      [-60, 25],
    ] as const) {
      await pointBeside(right, down);
      await page.waitForFunction(
        (sign) => Math.sign(Number(document.querySelector<HTMLInputElement>("#inspect-point-x")?.value)) === sign,
        Math.sign(right),
      );
      const found = await readPoint();
      expect(found.y).toBeLessThan(0);
      // Exactly a grid point: steps of an eighth.
      expect(found.x * 8).toBe(Math.round(found.x * 8));
      const truth = analyzePoint(PLAN, found.x, found.y);
      expectGradient(found.gradient, truth);
      expect(found.loss).toBeCloseTo(truth.loss, 5);
      expect(found.min + found.max).toBeCloseTo(truth.xx + truth.yy, 3);
    }
    // The cross moved with the pointer.
    expect(Buffer.compare(center, await pictureOfSurface(page))).not.toBe(0);
    // The readout at the surface is hidden: it would repeat these values.
    expect(await page.locator("#readout").isVisible()).toBe(false);
  });

  it("shows what the network decides with the weights of the point", async () => {
    const shot = () => page.locator(".tool-inspect .decision canvas").screenshot();
    const here = await shot();
    await pointBeside(90, -60);
    await expect.poll(async () => Buffer.compare(here, await shot()) !== 0).toBe(true);
  });

  it("shows the values of a typed place between grid points, and clamps it to the slice", async () => {
    await page.mouse.move(5, 5);
    await setField("inspect-point-x", 0.3);
    await setField("inspect-point-y", 7);
    await expect.poll(() => page.locator("#inspect-point-y").inputValue()).toBe("1");
    await expect.poll(() => page.locator("#inspect-class").innerText()).toContain("by curvature alone");
    const truth = analyzePoint(PLAN, 0.3, 1);
    const found = await readPoint();
    expect(Math.abs(found.loss - truth.loss)).toBeLessThanOrEqual(2 * truth.lossError);
    expectGradient(found.gradient, truth);
  });
});

describe("pins", () => {
  it("are set by a click, named, kept in the link and drawn on the surface", async () => {
    const bare = await pictureOfSurface(page);
    const middle = await middleOfSurface();
    await page.mouse.click(middle.x + 70, middle.y + 40);
    const name = page.getByLabel("Name of pin 1");
    await name.waitFor();
    await page.mouse.move(5, 5);
    expect(Buffer.compare(bare, await pictureOfSurface(page))).not.toBe(0);
    await name.fill("where it bends");
    await name.blur();
    await page.locator("#pin-point").click();
    await page.locator(".tool-inspect .said", { hasText: "This point is pinned already." }).waitFor();
    await setField("inspect-point-x", 0.3);
    await page.locator("#pin-point").click();
    await expect.poll(async () => (await linkedPins()).map((pin) => pin.name)).toEqual(["where it bends", "Pin 1"]);
  });

  it("are exported as CSV and JSON with the numbers on the page", async () => {
    await expect.poll(() => page.locator("#pins-csv").isEnabled(), { timeout: PATIENCE }).toBe(true);
    const rows = readCsv(await downloadBy("#pins-csv"));
    const pins = await linkedPins();
    expect(rows.map((row) => [row.name, Number(row.x), Number(row.y)])).toEqual(
      pins.map(({ name, x, y }) => [name, x, y]),
    );
    const shown = page.locator(".tool-inspect .pins tbody tr").first().locator("td[data-value]").first();
    expect(Number(rows[0]?.loss)).toBe(Number(await shown.getAttribute("data-value")));
    expect(rows.map(({ source }) => source)).toEqual(["grid", "float64"]);
    const document = JSON.parse(await downloadBy("#pins-json"));
    const truth = analyzePoint(PLAN, pins[1]!.x, pins[1]!.y);
    expectGradient([document.pins[1].gradient.x, document.pins[1].gradient.y], truth);
    // Three roundings each; the browser's own functions may round the last digit of a direction otherwise than Node's.
    const parameters: readonly number[] = document.pins[1].parameters;
    expect(parameters).toHaveLength(truth.parameters.length);
    for (const [index, value] of parameters.entries()) {
      const { x, y } = pins[1]!;
      const size = Math.abs(truth.parameters[index]!) + (Math.abs(x) + Math.abs(y)) * Math.hypot(...truth.parameters);
      expect(Math.abs(value - truth.parameters[index]!)).toBeLessThanOrEqual(4 * Number.EPSILON * size);
    }
  });

  it("come back with the link, and go one by one", async () => {
    const other = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await other.goto(page.url());
    await other.getByLabel("Name of pin 2").waitFor({ timeout: PATIENCE });
    expect(await other.getByLabel("Name of pin 1").inputValue()).toBe("where it bends");
    await other.close();
    await page.getByLabel("Delete where it bends").click();
    await expect.poll(async () => (await linkedPins()).length).toBe(1);
  });
});

describe("a cut along a line", () => {
  const sentence = () => page.locator("#cut-sentence").innerText();

  it("shows the loss, its curvature and the creases that it crosses, and exports them", async () => {
    await page.locator(".tool-inspect .cut summary").click();
    await page.locator(".cut-plot").waitFor({ timeout: PATIENCE });
    const before = await sentence();
    for (const [id, value] of Object.entries({ "from-x": -0.9, "from-y": -0.75, "to-x": 0.8, "to-y": 0.5 })) {
      await setField(`cut-${id}`, value);
    }
    const truth = await profileCut(PLAN, [-0.9, -0.75], [0.8, 0.5]);
    const count = truth.creases.crossings.length;
    expect(count).toBeGreaterThan(3);
    await expect.poll(sentence, { timeout: PATIENCE }).toContain(`${count} creases cross the line`);
    expect(await sentence()).not.toBe(before);
    expect(await page.locator(".cut-plot .crossing").count()).toBe(count);
    const rows = readCsv(await downloadBy("#cut-csv"));
    expect(rows).toHaveLength(CUT_PLACES);
    rows.forEach((row, place) => {
      const [loss, curvature] = [
        Number(row.loss) - truth.losses[place]!,
        Number(row.curvature) - truth.curvatures[place]!,
      ];
      expect(Math.abs(loss)).toBeLessThanOrEqual(2 * truth.lossErrors[place]!);
      expect(Math.abs(curvature)).toBeLessThanOrEqual(2 * truth.curvatureErrors[place]!);
    });
  });

  it("follows a line drawn on the map, and the pointer along its plot", async () => {
    const before = await sentence();
    const box = (await page.locator(".tool-inspect .slice-map").boundingBox())!;
    const at = (x: number, y: number) => [box.x + 8 + x * 104, box.y + 8 + y * 104] as const;
    await page.mouse.move(...at(0.2, 0.1));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.4), { steps: 3 });
    await page.mouse.move(...at(0.8, 0.9), { steps: 3 });
    await page.mouse.up();
    await expect.poll(sentence, { timeout: PATIENCE }).not.toBe(before);
    const distance = async (box: string, place: number) =>
      Math.abs(Number(await page.locator(box).inputValue()) - place);
    // The boxes show the end of the line in the frame after the last move of the pointer.
    await expect.poll(() => distance("#cut-from-x", -0.6)).toBeLessThan(0.05);
    await expect.poll(() => distance("#cut-to-y", -0.8)).toBeLessThan(0.05);
    const from = Number(await page.locator("#cut-from-x").inputValue());
    const plot = page.locator(".cut-plot");
    const width = await plot.evaluate((drawn) => drawn.getBoundingClientRect().width);
    await plot.hover({ position: { x: (52 / 360) * width, y: 60 } });
    await expect.poll(() => page.locator("#inspect-point-x").inputValue()).toBe(`${from}`);
    await page.mouse.move(5, 5);
  });

  it("says why a line of length 0 has no cut", async () => {
    for (const id of ["from", "to"]) {
      await setField(`cut-${id}-x`, 0.5);
      await setField(`cut-${id}-y`, 0.5);
    }
    await page.locator(".tool-inspect .cut", { hasText: "A and B are one point: a cut needs two." }).waitFor();
    await page.getByRole("button", { name: "Along y" }).click();
    await page.locator(".cut-plot").waitFor({ timeout: PATIENCE });
  });
});

describe("the drawer", () => {
  it("has no violation that axe finds, light or dark, and removes its marks when it closes", async () => {
    for (const theme of ["light", "dark"]) {
      await page.waitForSelector(`:root[data-theme="${theme}"]`);
      expect(await findViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "Light or dark" }).click();
    }
    const marked = await pictureOfSurface(page);
    await page.locator('[data-tool="inspect"]').click();
    await page.locator(".tool-inspect").waitFor({ state: "hidden" });
    expect(Buffer.compare(marked, await pictureOfSurface(page))).not.toBe(0);
    expect(errors).toEqual([]);
  });
});
