import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../src/compute/service/reference-service";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { asParameters, layoutNetwork, unflattenWeights } from "../../src/model/network/layout";
import { formatNumber } from "../../src/words/numbers";
import { errors, page, usePage } from "./fixture";
import { findViolationsByTheme, linkTo, PATIENCE, SMALL_SPEC, waitForVerdict } from "./studio-page";

/** Given weights, so that what is on screen is known: the second unit is dead, the output of the third is always on. */
const LAYOUT = layoutNetwork({ layers: [2, 3, 1], activation: "relu", output: "identity", residual: false });
const THETA = asParameters(LAYOUT, [1, -0.5, 0.25, -1, -0.75, 0.5, 0.25, -9, 6, 1.5, -2, 0.75, 0.125]);
const SPEC = parseSpec({ ...SMALL_SPEC, weights: { kind: "given", layers: unflattenWeights(LAYOUT, THETA) } });

usePage(linkTo(SPEC), { viewport: { width: 1440, height: 900 } });

const unit = (layer: number, place: number) => page.locator(`#unit-${layer}-${place}`);
const heading = () => page.locator(".unit-card h3").innerText();
const number = (name: string) => page.locator(`.unit-card dt:has(:text-is("${name}")) + dd`).innerText();

describe("the network view", () => {
  it("opens from the rail and says what float64 knows of every unit", async () => {
    await page.locator('[data-tool="network"]').click();
    await page.locator("#units-sentence", { hasText: "4 units: 1 dead." }).waitFor({ timeout: PATIENCE });
    const report = await createReferenceService().run("reportNetwork", { spec: SPEC, parameters: THETA });
    expect(await page.locator(".unit").count()).toBe(4);
    for (const [k, { units }] of report.layers.entries()) {
      for (const [j, { state }] of units.entries()) {
        expect(await unit(k, j).getAttribute("data-state")).toBe(state);
      }
    }
    await unit(0, 2).click();
    await expect.poll(heading, { timeout: 10_000 }).toBe("Hidden 1, unit 3: working");
    const third = report.layers[0]!.units[2]!;
    expect(await number("Bias b")).toBe(formatNumber(6));
    expect(await number("Gradient norm")).toBe(formatNumber(third.gradient));
    expect(await number("Active (z > 0)")).toBe("100\u00a0% of samples");
    const { least, most } = third.preactivation;
    expect(await number("Input z")).toBe(`${formatNumber(least)} … ${formatNumber(most)}`);
    for (const [k, { gradient }] of report.layers.entries()) {
      const cells = page.locator(`section[aria-label="The gradient by layer"] table tr:nth-child(${k + 2}) td`);
      expect(Number(await cells.nth(0).getAttribute("data-value"))).toBe(gradient.kernel);
      expect(Number(await cells.nth(1).getAttribute("data-value"))).toBe(gradient.perParameter);
    }
  });

  it("shows the unit under the pointer, and goes back to the chosen one", async () => {
    const before = await page.locator(".unit-field").screenshot();
    await unit(0, 1).hover();
    await expect.poll(heading, { timeout: 10_000 }).toBe("Hidden 1, unit 2: dead");
    expect(await number("Gradient norm")).toBe("0");
    expect((await page.locator(".unit-field").screenshot()).equals(before)).toBe(false);
    await page.locator(".unit-card").hover();
    await expect.poll(heading, { timeout: 10_000 }).toBe("Hidden 1, unit 3: working");
  });

  it("is walked by the arrows, and turns nothing else", async () => {
    await page.locator(".diagram").focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(heading, { timeout: 10_000 }).toBe("Hidden 1, unit 1: working");
    await page.keyboard.press("ArrowDown");
    await expect.poll(heading, { timeout: 10_000 }).toBe("Output, unit 1: working");
    expect(await page.locator(".diagram").getAttribute("aria-activedescendant")).toBe("unit-1-0");
  });

  it("plots any activation in two ranges, and the question's own plot with its extremes", async () => {
    const paths = page.locator("svg.activation .curve");
    await page.locator("#plotted-activation").selectOption("sigmoid");
    expect(await paths.count()).toBe(3);
    const near = await paths.nth(2).getAttribute("d");
    await page.locator(".plot-part .segments label", { hasText: "±100" }).click();
    await expect.poll(() => paths.nth(2).getAttribute("d")).not.toBe(near);
    await page.locator(".derivatives label", { hasText: /^φ$/ }).click();
    await expect.poll(() => paths.count()).toBe(2);
    await page.locator(".derivatives button").click();
    await expect
      .poll(async () => (await page.locator(".extremes text").allTextContents()).map((text) => text.trim()))
      .toEqual(["0.0908540843 at −1", "−0.0908540843 at 1"]);
    expect(await paths.count()).toBe(1);
  });

  it("has no violation that axe finds, light or dark", async () => {
    expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
  });

  it("follows another network as it trains", async () => {
    const spec = parseSpec({ ...SMALL_SPEC, network: { layers: [2, 20, 1], activation: "tanh" } });
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      linkTo(spec, { ...DEFAULT_VIEW, tool: "network" }),
    );
    await page.locator("#units-sentence", { hasText: "21 units" }).waitFor({ timeout: PATIENCE });
    expect(await page.locator("canvas.matrix").count()).toBe(2);
    expect(await page.locator(".unit").count()).toBe(21);
    await waitForVerdict(page);
    const gradient = page.locator("section[aria-label='The gradient by layer'] td").first();
    const service = createReferenceService();
    const { parameters } = await service.run("train", spec);
    const exact = (await service.run("reportNetwork", { spec, parameters })).layers[0]!.gradient.kernel;
    // The page trained in float32: after a dozen steps the difference is below a thousandth.
    const read = async () => Number(await gradient.getAttribute("data-value"));
    await expect.poll(async () => Math.abs((await read()) / exact - 1), { timeout: 20_000 }).toBeLessThan(1e-3);
  });

  it("has put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});
