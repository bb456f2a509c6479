import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TOOLS } from "../../src/studio/workbench/tools";
import { expectPicture } from "../support/expect-picture";
import {
  collectErrors,
  findViolations,
  linkTo,
  type OpenedApp,
  openApp,
  SMALL_SPEC,
  waitForVerdict,
} from "./studio-page";

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;
const SCHEMES = ["light", "dark"] as const;

let opened: OpenedApp;

beforeAll(async () => {
  opened = await openApp();
});

afterAll(() => opened.close());

describe.each(SIZES)("at %i × %i", (width, height) => {
  it.each(SCHEMES)(
    "the page and every tool look as they were looked at, %s, and nothing sticks out",
    async (scheme) => {
      const context = await opened.browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const errors = collectErrors(page);
      await page.goto(`${opened.app.address}${linkTo(SMALL_SPEC)}`);
      await waitForVerdict(page);
      await page.waitForTimeout(700);
      expectPicture(`page-${width}-${scheme}`, await page.screenshot());
      for (const [name, tool] of Object.entries(TOOLS)) {
        await page.locator(`#rail [data-tool="${name}"]`).click();
        await page.locator(`#tool-${name} .tool-body > *`).first().waitFor();
        await page.waitForTimeout(tool.place === "stage" ? 2500 : 700);
        expectPicture(`${name}-${width}-${scheme}`, await page.screenshot());
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(sideways, `${name} is wider than the window`).toBeLessThanOrEqual(0);
        if (width === 1440) expect(await findViolations(page), name).toEqual([]);
        await page.keyboard.press("Escape");
        await page.locator(`#rail [data-tool="${name}"]`).focus();
        if (await page.locator(`#tool-${name}`).isVisible()) {
          await page.getByRole("button", { name: `Close ${tool.label}` }).click();
        }
      }
      expect(errors).toEqual([]);
      await context.close();
    },
  );
});
