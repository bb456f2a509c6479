import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { readPngText, SPEC_KEYWORD, VIEW_KEYWORD } from "../../src/formats/pictures/png-text";
import { browser, errors, page, usePage } from "./fixture";
import {
  dropFile,
  findViolationsByTheme,
  linkTo,
  PATIENCE,
  photograph,
  readLink,
  SMALL_SPEC,
  SOON,
  saveFile,
} from "./studio-page";

usePage(linkTo(SMALL_SPEC), { viewport: { width: 1440, height: 900 } });

const side = (name: "a" | "b" | "difference") => page.locator(`.compare-side[data-side="${name}"]`);
const conclusion = () => page.locator("#compare-conclusion").innerText();
const linked = () => readLink(page);

/** Waits until both sides are ready and the comparison says so. */
async function bothReady(): Promise<void> {
  await page.waitForSelector(
    '.compare:has([data-side="a"][data-phase="ready"]):has([data-side="b"][data-phase="ready"])',
    { timeout: PATIENCE },
  );
}

function chooseB(label: string): Promise<void> {
  return side("b").locator(".segments label", { hasText: label }).click();
}

/** Waits until both sides are ready and a text of the comparison holds some words. */
async function readyWith(words: string, selector = "#compare-conclusion"): Promise<void> {
  await expect.poll(() => page.locator(selector).innerText(), { timeout: PATIENCE, interval: 50 }).toContain(words);
  await bothReady();
}

/** The three numbers of a line of the table. */
async function readRow(label: string): Promise<readonly number[]> {
  const cells = page.locator(".compare-statistics tr", {
    has: page.getByRole("rowheader", { name: label, exact: true }),
  });
  const texts = await cells.locator("td").evaluateAll((all) => all.map((cell) => (cell as HTMLElement).dataset.value));
  return texts.map(Number);
}

/** Each picture as it stands, once nothing moves. */
async function photographSides(): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  for (const name of ["a", "b", "difference"] as const) {
    pictures.push(await photograph(side(name).locator(".compare-surface")));
  }
  return pictures;
}

describe("a comparison", () => {
  it("is one click away: ReLU beside sigmoid, with what that shows and no more", async () => {
    await page.locator(".compare-door").click();
    await bothReady();
    expect(await side("a").locator("h3").innerText()).toBe("ReLU");
    expect(await conclusion()).toMatch(
      /^Both losses, with ReLU and with Sigmoid, are proved not convex\. In these slices,/,
    );
    expect(await page.locator("#compare-terms").innerText()).toContain("Differences Activation: ReLU | Sigmoid.");
    expect(await page.locator("#compare-sharing").innerText()).toContain("the initial weights (seed 2),");
    const [a, b, difference] = await readRow("Loss at the centre");
    expect(difference).toBeCloseTo(b! - a!, 12);
    expect((await readRow("Not convex"))[0]).toBeGreaterThan(0);
    await expect.poll(async () => (await linked()).view.tool, SOON).toBe("compare");
  });

  it("turns all surfaces when one is turned by a key, and keeps the camera for the page", async () => {
    const before = await photographSides();
    await side("b").locator("canvas[tabindex]").focus();
    for (let times = 0; times < 6; times++) await page.keyboard.press("ArrowRight");
    const after = await photographSides();
    for (const [i, picture] of after.entries()) expect(picture.equals(before[i]!)).toBe(false);
    const { azimuth } = DEFAULT_VIEW.camera;
    await expect.poll(async () => (await linked()).view.camera.azimuth, SOON).toBeCloseTo(azimuth + Math.PI / 6, 6);
    await side("a").locator("canvas[tabindex]").focus();
    await page.keyboard.press("r");
    await expect.poll(async () => (await linked()).view.camera.azimuth, SOON).toBeCloseTo(azimuth, 6);
  });

  it("reads all losses at the point under the pointer", async () => {
    await side("b").locator(".compare-surface").scrollIntoViewIfNeeded();
    const box = (await side("b").locator(".compare-surface").boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.6);
    await expect
      .poll(() => page.locator(".compare-hover").innerText(), SOON)
      .toMatch(/^At \(.+\): A [\d.−×⁰-⁹]+, B [\d.−×⁰-⁹]+, B − A [\d.−×⁰-⁹⁻]+$/);
  });

  it("switches B live, and back at once without a training", async () => {
    await chooseB("Tanh");
    await readyWith("with ReLU and with Tanh");
    const phases = await page.evaluateHandle(() => {
      const seen: string[] = [];
      const b = document.querySelector<HTMLElement>('.compare-side[data-side="b"]')!;
      new MutationObserver(() => seen.push(b.dataset.phase ?? "")).observe(b, { attributes: true });
      return seen;
    });
    await chooseB("Sigmoid");
    await readyWith("with ReLU and with Sigmoid");
    expect((await phases.jsonValue()).filter((phase) => phase !== "ready")).toEqual([]);
  });

  it("puts both at A's weights, or before any step", async () => {
    const trained = await readRow("Loss at the centre");
    await page.locator(".compare-options label", { hasText: "A’s for both" }).click();
    await readyWith("A’s trained weights; the plane and its centre", "#compare-sharing");
    expect(await page.locator("#compare-one-plane").isChecked()).toBe(true);
    const [a, b] = await readRow("Loss at the centre");
    expect(a).toBe(trained[0]);
    expect(b).not.toBe(trained[1]);
    await page.locator(".compare-options label", { hasText: "Untrained" }).click();
    await readyWith("before any training step", "#compare-sharing");
    expect((await readRow("Loss at the centre"))[0]).toBeGreaterThan(a!);
    expect((await linked()).spec.weights).toMatchObject({ kind: "trained", steps: 12 });
    await page.locator(".compare-options label", { hasText: "Each its own" }).click();
    await readyWith("the training settings", "#compare-sharing");
    expect(await readRow("Loss at the centre")).toEqual(trained);
  });

  it("computes the whole Hessian of both when it is asked to", async () => {
    await page.locator("#compare-hessian").check();
    await expect
      .poll(() => readRow("Hessian λ max"), SOON)
      .toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
    await expect.poll(async () => (await readRow("Hessian λ max")).every(Number.isFinite), SOON).toBe(true);
  });

  it("follows the page: A changes, then B", async () => {
    await page.locator(".header .segments label", { hasText: "Tanh" }).click();
    await readyWith("with Tanh and with Sigmoid");
    await page.locator("#compare-swap").click();
    await readyWith("with Sigmoid and with Tanh");
    await expect.poll(async () => (await linked()).spec.network.activation, SOON).toBe("sigmoid");
    expect((await linked()).view.compare?.other).toBe("tanh");
  });
});

describe("another experiment as B", () => {
  it("comes from a file, with a warning for what is not the same, and one click makes it fair", async () => {
    const other = parseSpec({ ...SMALL_SPEC, grid: { ...SMALL_SPEC.grid, columns: 9 }, loss: { kind: "hinge" } });
    const bytes = Buffer.from(JSON.stringify(other));
    await side("b").getByRole("button", { name: "Another experiment for B" }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.locator("#compare-other button", { hasText: "Open a file" }).click(),
    ]);
    await chooser.setFiles({ name: "other.json", mimeType: "application/json", buffer: bytes });
    await expect.poll(() => page.locator(".compare-warnings li").count(), SOON).toBe(2);
    await readyWith("with ReLU");
    expect(await side("difference").innerText()).toContain("The two grids differ");
    await page.locator("#compare-align").click();
    await expect.poll(() => side("difference").innerText(), { timeout: PATIENCE }).toMatch(/B is lower at/);
    expect(await page.locator(".compare-warnings").count()).toBe(0);
  });

  it("comes from the page's history or a link; a bad link is one sentence and nothing is lost", async () => {
    await expect.poll(async () => (await linked()).view.compare?.other, SOON).toBe("relu");
    await side("b").getByRole("button", { name: "Another experiment for B" }).click();
    await page.locator("#compare-link").fill("#e=nonsense");
    await page.locator("#compare-link").press("Enter");
    await page.locator(".compare-message", { hasText: "This link cannot be read" }).waitFor();
    await page.locator("#compare-link").fill(`https://example.org/${linkTo(SMALL_SPEC)}`);
    await page.locator("#compare-link").press("Enter");
    await expect.poll(() => page.locator("#compare-link").isVisible(), SOON).toBe(false);
    await readyWith("with Sigmoid and with ReLU");
    await side("b").getByRole("button", { name: "Another experiment for B" }).click();
    await page.locator(".compare-recent").first().click();
    await readyWith("with Sigmoid and with Tanh");
  });
});

describe("the picture of a comparison", () => {
  it("is saved by the key of the page's picture too; it holds all surfaces and opens the comparison again", async () => {
    expect(await page.locator("#compare-save").isEnabled()).toBe(true);
    const { name, bytes: png } = await saveFile(page, () => page.keyboard.press("s"));
    expect(name).toBe("losscape-compare-sigmoid-tanh.png");
    const { spec } = await linked();
    expect(JSON.parse(readPngText(png, SPEC_KEYWORD)!)).toEqual(spec);
    const view = JSON.parse(readPngText(png, VIEW_KEYWORD)!);
    expect(view.compare.other).toEqual({ ...spec, network: { ...spec.network, activation: "tanh" } });
    // Three surfaces at twice their size beside one another.
    expect(new DataView(png.buffer).getUint32(16)).toBeGreaterThan(2000);

    await page.locator('#tool-compare [aria-label="Close Compare"]').click();
    await expect.poll(() => page.locator(".compare-surface canvas").count()).toBe(0);
    expect(await page.locator("#surface").evaluate((surface: HTMLElement) => surface.inert)).toBe(false);
    await page.locator(".header .segments label", { hasText: "ReLU" }).click();
    await dropFile(page, "comparison.png", png);
    await readyWith("with Sigmoid and with Tanh");
  });

  it("opens from a link on a fresh page, and narrow as well", async () => {
    await expect.poll(async () => (await linked()).view.tool, SOON).toBe("compare");
    const address = await page.evaluate(() => location.href);
    const fresh = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await fresh.goto(address);
    await fresh.waitForSelector('.compare-side[data-side="b"][data-phase="ready"]', { timeout: PATIENCE });
    const wider = await fresh.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wider).toBe(false);
    await fresh.close();
  });
});

it("has no violation that axe finds, light or dark, and no error on the console", async () => {
  expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
  expect(errors).toEqual([]);
});
