import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareBoth, connectSolutions, finishRace, finishSurvey, waitFor } from "../../src/cli/tool-results";
import { TOOLS } from "../../src/studio/workbench/tools";
import { expectPicture } from "../support/expect-picture";
import {
  collectErrors,
  judgeAnew,
  linkTo,
  type OpenedApp,
  openApp,
  PATIENCE,
  SMALL_SPEC,
  waitForVerdict,
} from "./studio-page";

type Look = readonly [width: number, height: number, scheme: "light" | "dark"];

const LOOKS: readonly Look[] = (["light", "dark"] as const).flatMap((scheme): Look[] => [
  [1440, 900, scheme],
  [1024, 768, scheme],
  [390, 844, scheme],
]);

/** What a tool is there for, where that takes more than opening it. */
const RESULTS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  compare: compareBoth,
  contours: (page) => waitFor(page, "#tool-contours svg"),
  // The first lesson's loss is convex.
  learn: (page) => waitFor(page, '#verdict[data-kind="convex-by-theorem"][data-phase="ready"]'),
  network: (page) => waitFor(page, "#tool-network svg"),
  race: finishRace,
  survey: (page) => finishSurvey(page, 6, 2),
  solutions: async (page) => {
    await page.fill("#seed-count", "2");
    await connectSolutions(page);
    await waitForVerdict(page);
  },
};

/** Those that are chosen by their names; the planes through solutions are made by their tool. */
const PLANES = [
  ["Extreme eigenvectors", "hessian"],
  ["Gradient and its change", "gradient"],
  ["Training trajectory", "trajectory-pca"],
  ["Exchange of two units", "permutation"],
  ["Single weights", "weights"],
] as const;

/** The plane of a connection is another experiment: it comes last. */
const IN_ORDER = Object.entries(TOOLS).sort(
  ([one], [other]) => Number(one === "solutions") - Number(other === "solutions"),
);

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
  for (const look of LOOKS) await takePicture(page, "page", look);
  for (const [name, tool] of IN_ORDER) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator(`#rail [data-tool="${name}"]`).click();
    await page.locator(`#tool-${name} .tool-body > *`).first().waitFor();
    await RESULTS[name]?.(page);
    for (const look of LOOKS) await takePicture(page, name, look);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: `Close ${tool.label}` }).click();
    // A lesson is another experiment: the reader's own comes back.
    if (name === "learn")
      await page.locator('#verdict[data-kind="not-convex"][data-phase="ready"]').waitFor({ timeout: PATIENCE });
  }
  expect(errors).toEqual([]);
  await context.close();
});

it("every plane, and a step in the middle of the training, look as they were looked at", async () => {
  const context = await opened.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${opened.app.address}${linkTo(SMALL_SPEC)}`);
  await waitForVerdict(page);
  for (const [label, kind] of PLANES) {
    await judgeAnew(page, () => page.locator('[data-field="plane"] select').selectOption({ label }));
    await takePicture(page, `plane-${kind}`, [1440, 900, "light"]);
  }
  await page.locator("#timeline").focus();
  await judgeAnew(page, async () => {
    await page.keyboard.press("Home");
    for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
  });
  expect(await page.locator("#step").innerText()).toBe("5 of 12");
  await takePicture(page, "timeline", [1440, 900, "dark"]);
  await context.close();
});
