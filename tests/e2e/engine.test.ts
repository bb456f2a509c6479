import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { EngineChoice } from "../../src/compute/engine/engine-choice";
import { ADDRESS, openPage, useBrowser } from "./fixture";
import { judgeAnew, linkTo, PATIENCE, SMALL_SPEC, SOON, waitForVerdict } from "./studio-page";

useBrowser();

const LINE = "#engine-line";

function readLine(page: Page): Promise<string> {
  return page.locator(LINE).innerText();
}

async function choose(page: Page, choice: EngineChoice): Promise<void> {
  await page.locator(".help select").selectOption(choice);
}

describe("what computes the page's numbers", () => {
  it("is the processor at once, then the faster engine, and is kept for the next visit", async () => {
    const { page, errors } = await openPage(linkTo(SMALL_SPEC));
    await waitForVerdict(page);
    await page.keyboard.press("?");
    expect(await readLine(page)).toMatch(/^Computed by /);
    const compared =
      /^Computed by (the processor|WebGL on .+): \d[\d.,]* times as fast here as (the processor|WebGL on .+)\.$/;
    await expect.poll(() => readLine(page), { ...SOON, timeout: PATIENCE }).toMatch(compared);
    const line = await readLine(page);
    expect(await page.locator(".help select").inputValue()).toBe("automatic");
    await page.reload();
    await waitForVerdict(page);
    await page.keyboard.press("?");
    expect(await readLine(page)).toBe(line);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("obeys the select from the next computation on, and at the next visit", async () => {
    const { page, errors } = await openPage(`?engine=processor${linkTo(SMALL_SPEC)}`);
    await waitForVerdict(page);
    await page.keyboard.press("?");
    expect(await readLine(page)).toBe("Computed by the processor, in 64-bit floats.");
    await choose(page, "webgl");
    await expect.poll(() => readLine(page), SOON).toMatch(/^Computed by WebGL on \w.*, in 32-bit floats\.$/);
    await page.locator(".help button").click();
    await judgeAnew(page, () => page.keyboard.press("1"));
    await page.goto("about:blank");
    await page.goto(ADDRESS + linkTo(SMALL_SPEC));
    await waitForVerdict(page);
    await page.keyboard.press("?");
    expect(await readLine(page)).toMatch(/^Computed by WebGL on /);
    expect(await page.locator(".help select").inputValue()).toBe("webgl");
    expect(errors).toEqual([]);
    await page.close();
  });
});
