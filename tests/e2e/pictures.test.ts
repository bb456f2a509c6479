import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TOOLS } from "../../src/studio/workbench/tools";
import { expectPicture } from "../support/expect-picture";
import {
  collectErrors,
  findViolations,
  linkTo,
  type OpenedApp,
  openApp,
  PATIENCE,
  SMALL_SPEC,
  waitForVerdict,
} from "./studio-page";

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;

/** What a tool shows last of what it needs time for. */
const FINISHED: Readonly<Record<string, string>> = {
  compare: '.compare:has([data-side="a"][data-phase="ready"]):has([data-side="b"][data-phase="ready"])',
  contours: "#tool-contours svg",
  network: "#tool-network svg",
};

let opened: OpenedApp;

beforeAll(async () => {
  opened = await openApp();
});

afterAll(() => opened.close());

async function takePictures(page: Page, name: string, scheme: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(500);
    expectPicture(`${name}-${width}-${scheme}`, await page.screenshot());
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(sideways, `${name} is wider than a window of ${width}`).toBeLessThanOrEqual(0);
  }
  const [[width, height]] = SIZES;
  await page.setViewportSize({ width, height });
}

it.each(["light", "dark"] as const)("the page and every tool look as they were looked at, %s", async (scheme) => {
  const context = await opened.browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(`${opened.app.address}${linkTo(SMALL_SPEC)}`);
  await waitForVerdict(page);
  await page.waitForTimeout(500);
  await takePictures(page, "page", scheme);
  for (const [name, tool] of Object.entries(TOOLS)) {
    await page.locator(`#rail [data-tool="${name}"]`).click();
    await page.locator(`#tool-${name} .tool-body > *`).first().waitFor();
    const finished = FINISHED[name];
    if (finished) await page.locator(finished).first().waitFor({ timeout: PATIENCE });
    // A lesson is another experiment: the first one's loss is convex.
    if (name === "learn") await page.locator('#verdict[data-kind="convex-by-theorem"]').waitFor({ timeout: PATIENCE });
    await takePictures(page, name, scheme);
    expect(await findViolations(page), name).toEqual([]);
    await page.getByRole("button", { name: `Close ${tool.label}` }).click();
    if (name === "learn") await page.locator('#verdict[data-kind="not-convex"]').waitFor({ timeout: PATIENCE });
  }
  expect(errors).toEqual([]);
  await context.close();
});
