import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TOOLS } from "../../src/studio/workbench/tools";
import { expectPicture } from "../support/expect-picture";
import { collectErrors, linkTo, type OpenedApp, openApp, PATIENCE, SMALL_SPEC, waitForVerdict } from "./studio-page";

type Look = readonly [width: number, height: number, scheme: "light" | "dark"];

const PAGE_LOOKS: readonly Look[] = (["light", "dark"] as const).flatMap((scheme): Look[] => [
  [1440, 900, scheme],
  [1024, 768, scheme],
  [390, 844, scheme],
]);
const TOOL_LOOKS: readonly Look[] = [
  [1440, 900, "light"],
  [1024, 768, "dark"],
  [390, 844, "light"],
];

/** What a tool shows last of what it needs time for. */
const FINISHED: Readonly<Record<string, string>> = {
  compare: '.compare:has([data-side="a"][data-phase="ready"]):has([data-side="b"][data-phase="ready"])',
  contours: "#tool-contours svg",
  // The first lesson's loss is convex.
  learn: '#verdict[data-kind="convex-by-theorem"]',
  network: "#tool-network svg",
};

let opened: OpenedApp;

beforeAll(async () => {
  opened = await openApp();
});

afterAll(() => opened.close());

async function takePicture(page: Page, name: string, look: Look): Promise<void> {
  const [width, height, scheme] = look;
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(400);
  expectPicture(`${name}-${width}-${scheme}`, await page.screenshot());
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways, `${name} is wider than a window of ${width}`).toBeLessThanOrEqual(0);
}

it("the page and every tool look as they were looked at", async () => {
  const context = await opened.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(`${opened.app.address}${linkTo(SMALL_SPEC)}`);
  await waitForVerdict(page);
  for (const look of PAGE_LOOKS) await takePicture(page, "page", look);
  for (const [name, tool] of Object.entries(TOOLS)) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator(`#rail [data-tool="${name}"]`).click();
    await page.locator(`#tool-${name} .tool-body > *`).first().waitFor();
    const finished = FINISHED[name];
    if (finished) await page.locator(finished).first().waitFor({ timeout: PATIENCE });
    for (const look of TOOL_LOOKS) await takePicture(page, name, look);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: `Close ${tool.label}` }).click();
    // A lesson is another experiment: the reader's own comes back.
    if (name === "learn") await page.locator('#verdict[data-kind="not-convex"]').waitFor({ timeout: PATIENCE });
  }
  expect(errors).toEqual([]);
  await context.close();
});
