import { describe, expect, it } from "vitest";
import { TERM_TEXTS, type TermName } from "../../src/studio/sentences/term-texts";
import { openPage, page, usePage } from "./fixture";
import { linkTo, PATIENCE, SMALL_SPEC, SOON, waitForVerdict } from "./studio-page";

usePage(linkTo(SMALL_SPEC));

/** The text that is open; empty where none is. */
function readText(): Promise<string> {
  return page
    .locator("#term-text:popover-open")
    .allInnerTexts()
    .then((texts) => texts.join(" "));
}

async function waitForTerms(): Promise<void> {
  await page.locator("#term-text").waitFor({ state: "attached", timeout: PATIENCE });
}

describe("a term", () => {
  it.each<[where: string, name: TermName]>([
    ["#verdict h2", "not-convex"],
    ["#verdict .doors", "certificate"],
    ["#legend-rows", "nonconvex-curvature"],
    ["#legend-rows", "axes"],
    ["#transport", "training-loss"],
  ])("of %s explains itself to the pointer: %s", async (where, name) => {
    await waitForTerms();
    await page.locator(`${where} [data-term="${name}"]`).hover();
    await expect.poll(readText, SOON).toContain(TERM_TEXTS[name]);
    await page.mouse.move(640, 420);
    await expect.poll(readText, SOON).toBe("");
  });

  it("explains itself to the keyboard, and Escape closes its text before it closes the drawer", async () => {
    await waitForTerms();
    await page.locator('#rail [data-tool="inspect"]').click();
    await page.locator('#tool-inspect [data-term="point-loss"]').waitFor({ timeout: PATIENCE });
    await page.locator("#pin-point").focus();
    await page.keyboard.press("Tab");
    const focused = page.locator('[data-term="point-loss"]:focus');
    await expect.poll(readText, SOON).toBe(TERM_TEXTS["point-loss"]);
    expect(await focused.getAttribute("aria-describedby")).toBe("term-text");
    await page.keyboard.press("Escape");
    expect(await readText()).toBe("");
    expect(await page.locator("#tool-inspect").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await page.locator("#tool-inspect").waitFor({ state: "hidden", timeout: PATIENCE });
  });

  it("explains itself to a finger on a phone, inside the window, and a tap elsewhere closes the text", async () => {
    const opened = await openPage(linkTo(SMALL_SPEC), { viewport: { width: 390, height: 844 }, hasTouch: true });
    const phone = opened.page;
    await waitForVerdict(phone);
    await phone.locator("#term-text").waitFor({ state: "attached", timeout: PATIENCE });
    await phone.locator("#verdict h2 .term").tap();
    const text = phone.locator("#term-text:popover-open");
    expect(await text.innerText()).toBe(TERM_TEXTS["not-convex"]);
    const box = (await text.boundingBox())!;
    expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await phone.locator("#surface").tap({ position: { x: 20, y: 300 } });
    await text.waitFor({ state: "hidden", timeout: PATIENCE });
    expect(opened.errors).toEqual([]);
    await phone.close();
  });
});
