import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { decodeLink } from "../../src/experiment/link";
import { parseSpec, parseSpecText } from "../../src/experiment/parse";
import { PRESETS } from "../../src/experiment/presets";
import { readLandscape } from "../../src/formats/files/result-file";
import { ADDRESS, openPage, useBrowser } from "./fixture";
import {
  collectErrors,
  findViolations,
  linkTo,
  pictureOfSurface,
  SMALL_SPEC,
  SOON,
  saveText,
  waitForVerdict,
} from "./studio-page";

useBrowser();

const open = (hash: string) => openPage(hash, { viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });

const saveBy = (page: Page, name: string) =>
  saveText(page, () => page.locator("#tool-share").getByRole("button", { name, exact: true }).click());

it("opens an example, undoes it, and finds it again when the page is opened without a link", async () => {
  const { page, errors } = await open(linkTo(SMALL_SPEC));
  await waitForVerdict(page);
  await page.getByRole("button", { name: "Examples" }).click();
  const gallery = page.locator("#tool-examples .gallery button");
  await gallery.first().waitFor();
  expect(await gallery.count()).toBe(PRESETS.length);
  const sizes = await gallery
    .locator("img")
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
  expect(sizes.every((width) => width > 0)).toBe(true);
  expect(await findViolations(page)).toEqual([]);
  await page.locator('[data-preset="logistic"]').click();
  await page.locator('#verdict[data-kind="convex-by-theorem"]').waitFor();
  expect(await page.locator("#verdict h2").innerText()).toBe("Convex, by theorem");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator('#verdict[data-kind="not-convex"]').waitFor();
  await page.getByRole("button", { name: "Redo" }).click();
  await page.locator('#verdict[data-kind="convex-by-theorem"]').waitFor();
  // The test leaves the page after the page has saved its experiment.
  const { spec } = PRESETS.find(({ name }) => name === "logistic")!;
  const keptSpec = async () => {
    const kept = await page.evaluate(() => localStorage.getItem("losscape-last"));
    return kept === null ? null : decodeLink(kept).spec;
  };
  await expect.poll(keptSpec, SOON).toEqual(spec);
  await page.goto("about:blank");
  await page.goto(ADDRESS);
  await page.locator('#verdict[data-kind="convex-by-theorem"]').waitFor();
  expect(await page.locator("#messages").innerText()).toContain("This is your last experiment");
  expect(errors).toEqual([]);
  await page.context().close();
});

it("saves the experiment and its result as files that open again", async () => {
  const { page, errors } = await open(linkTo(SMALL_SPEC));
  await waitForVerdict(page);
  await page.getByRole("button", { name: "Share" }).click();
  // The tests open the page from this computer.
  expect(await page.locator("#share-local").innerText()).toContain("this computer");
  expect(await findViolations(page)).toEqual([]);
  expect(parseSpecText(await saveBy(page, "Experiment"))).toEqual(SMALL_SPEC);
  const result = JSON.parse(await saveBy(page, "Result"));
  expect(parseSpec(result.spec).weights.kind).toBe("given");
  expect(readLandscape(result).grid.columns).toBe(SMALL_SPEC.grid.columns);
  expect(result.verdict.kind).toBe(await page.locator("#verdict").getAttribute("data-kind"));
  expect(errors).toEqual([]);
  await page.context().close();
});

it("is shown in another page as a surface that turns, with its verdict and a link to the whole page", async () => {
  const { page } = await open(linkTo(SMALL_SPEC));
  await waitForVerdict(page);
  await page.getByRole("button", { name: "Share" }).click();
  const frame = await page.locator("#share-frame").inputValue();
  const [, source] = /src="([^"]+)"/.exec(frame)!;
  await page.setViewportSize({ width: 720, height: 480 });
  const errors = collectErrors(page);
  await page.goto(source!);
  await page.reload();
  await page.locator('#verdict[data-kind="not-convex"]').waitFor();
  for (const id of ["header", "rail", "panel", "transport"]) expect(await page.locator(`#${id}`).isHidden()).toBe(true);
  expect(await page.locator("#verdict h2").isVisible()).toBe(true);
  const before = await pictureOfSurface(page);
  await page.mouse.move(360, 300);
  await page.mouse.down();
  await page.mouse.move(460, 300, { steps: 4 });
  await page.mouse.up();
  expect((await pictureOfSurface(page)).equals(before)).toBe(false);
  const whole = await page.getByRole("link", { name: "Open in Losscape" }).getAttribute("href");
  expect(new URL(whole!).search).toBe("");
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});
