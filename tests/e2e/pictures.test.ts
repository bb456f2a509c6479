import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { compareBoth, connectSolutions, finishRace, finishSurvey, waitFor } from "../../src/cli/gallery/tool-results";
import { TOOLS } from "../../src/tools/tools";
import { comparePicture, isKeptPicture } from "../support/compare-picture";
import { errors, page, usePage } from "./fixture";
import { judgeAnew, linkTo, photograph, SMALL_SPEC, showTheme, waitForVerdict } from "./studio-page";

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
const IN_ORDER = [...TOOLS].sort((one, other) => Number(one.name === "solutions") - Number(other.name === "solutions"));

/** The first screenshot is enough where it is the kept picture; else the page may not stand still yet. */
async function compareLook(page: Page, name: string): Promise<string[]> {
  return isKeptPicture(name, await page.screenshot()) ? [] : comparePicture(name, await photograph(page));
}

/** Takes a picture in each look, and says what is wrong with any of them. */
async function lookAt(page: Page, name: string, looks: readonly Look[]): Promise<string[]> {
  const faults: string[] = [];
  for (const [width, height, scheme] of looks) {
    await showTheme(page, scheme);
    await page.setViewportSize({ width, height });
    faults.push(...(await compareLook(page, `${name}-${width}-${scheme}`)));
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (sideways > 0) faults.push(`${name} is wider than a window of ${width}`);
  }
  return faults;
}

const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" };

describe("the page and every tool", () => {
  usePage(linkTo(SMALL_SPEC), DESK);

  it("the page looks as it was looked at", async () => {
    expect(await lookAt(page, "page", LOOKS)).toEqual([]);
  });

  it.each(IN_ORDER)("$name looks as it was looked at", async ({ name, label }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    // A lesson is another experiment; the reader's own comes back afterwards.
    const judge =
      name === "learn" ? (act: () => Promise<void>) => judgeAnew(page, act) : (act: () => Promise<void>) => act();
    await judge(async () => {
      await page.locator(`#rail [data-tool="${name}"]`).click();
      await page.locator(`#tool-${name} .tool-body > *`).first().waitFor();
    });
    await RESULTS[name]?.(page);
    const faults = await lookAt(page, name, LOOKS);
    await page.setViewportSize({ width: 1440, height: 900 });
    await judge(() => page.getByRole("button", { name: `Close ${label}` }).click());
    expect(faults).toEqual([]);
  });

  it("put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});

describe("every plane, and a step in the middle of the training", () => {
  usePage(linkTo(SMALL_SPEC), DESK);

  it.each(PLANES)("%s looks as it was looked at", async (label, kind) => {
    await judgeAnew(page, () => page.locator('[data-field="plane"] select').selectOption({ label }));
    expect(await lookAt(page, `plane-${kind}`, [[1440, 900, "light"]])).toEqual([]);
  });

  it("the fifth step looks as it was looked at", async () => {
    await page.locator("#timeline").focus();
    await judgeAnew(page, async () => {
      await page.keyboard.press("Home");
      for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
    });
    expect(await page.locator("#step").innerText()).toBe("5 of 12");
    expect(await lookAt(page, "timeline", [[1440, 900, "dark"]])).toEqual([]);
  });
});
