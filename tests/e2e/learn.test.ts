import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_VIEW, LESSON_COUNT } from "../../src/experiment/view";
import { ADDRESS, browser, errors, page, usePage } from "./fixture";
import { findViolationsByTheme, linkTo, PATIENCE, readLink, readSentence, SMALL_SPEC, SOON } from "./studio-page";

/** What the page itself finds in each lesson, as the lesson says it. */
const READINGS: readonly RegExp[] = [
  /half way to the copy 1\.\d+\. At the collapsed average it is 2\.\d+: above L\(θ\)\. .* the certificate proves that L is not convex\./,
  /At p = 0 the curvatures are −2 and 2: not convex, by curvature\./,
  /σ″\(0\) = 0\. On the page: the loss is convex, by theorem; no point/,
  /At s = −1, .* lies 0\.5 below the chord\. Over all s, 52\.\d % of this slice is not convex\./,
  /Σ yᵢ\|xᵢ\| = 1: the slope drops by at least \S+ at w = 0, so L is not convex\. On the page 1\d\.\d % /,
  /The loss is convex, by theorem; no point/,
  /is 0\.921 to 5\.94 in its own units, 0\.492 to 1\.64 per unit of weight; the eigenvalues of the whole Hessian are −0\.882 to 8\.49, 2 of 9 below 0\. This plane hides the negative curvature\./,
  /Not convex by curvature: 0 % of this slice, by chords: 3\d\.\d %\. Creases: 2 concave, 1 convex\./,
];

let own: { readonly sentence: string; readonly verdict: string };

usePage(linkTo(SMALL_SPEC), { viewport: { width: 1440, height: 900 } });
beforeAll(async () => {
  own = { sentence: await readSentence(page), verdict: await page.locator("#verdict h2").innerText() };
});

async function readSettled(): Promise<string> {
  const reading = page.locator('.reading[data-settled="true"]');
  await reading.waitFor({ timeout: PATIENCE });
  return (await reading.innerText()).replaceAll(/\s/g, " ");
}

function tick(task: number) {
  return page.locator(".tasks li.done").nth(task);
}

async function linked() {
  return readLink(page);
}

describe("the lessons", () => {
  it("open in one action, and each shows on the page what it says", async () => {
    await page.locator('[data-tool="learn"]').click();
    for (let lesson = 1; lesson <= LESSON_COUNT; lesson++) {
      await page.locator("h3", { hasText: `${lesson}. ` }).waitFor({ timeout: PATIENCE });
      expect(await readSettled(), `lesson ${lesson}`).toMatch(READINGS[lesson - 1]!);
      expect(await page.locator(".lesson math").count()).toBeGreaterThan(0);
      expect(await page.locator(`.lesson-steps [aria-current="step"]`).innerText()).toBe(`${lesson}`);

      if (lesson === 3) {
        expect(await page.locator(".tasks li.done").count()).toBe(0);
        await page.locator("#lesson-x").focus();
        await page.keyboard.press("ArrowLeft");
        await tick(0).waitFor();
        expect(await readSettled()).toContain("σ″(−1) = 0.0908540843.");
      }
      if (lesson === 5) {
        await page.locator("#lesson-y1").focus();
        for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowLeft");
        await page.locator(".reading", { hasText: "not above 0: L is convex." }).waitFor({ timeout: PATIENCE });
        await tick(0).waitFor({ timeout: PATIENCE });
        expect(await readSentence(page)).toMatch(/^No point of this slice is shown to be not convex/);
        expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
      }
      if (lesson === 1) {
        await page.keyboard.press("0");
        await page
          .locator(".reading", { hasText: "not above L(θ), which shows nothing." })
          .waitFor({ timeout: PATIENCE });
        await tick(0).waitFor({ timeout: PATIENCE });
        await page.locator(".turning button", { hasText: "Start over" }).click();
        await page
          .locator(".reading", { hasText: "the certificate proves that L is not convex." })
          .waitFor({ timeout: PATIENCE });
      }
      if (lesson < LESSON_COUNT) await page.locator("#lesson-next").click();
    }
  });

  it("keep the link to the reader's own experiment, with the lesson that is open", async () => {
    await expect.poll(async () => (await linked()).view.lesson, SOON).toBe(LESSON_COUNT);
    const { spec, view } = await linked();
    expect(spec).toEqual(SMALL_SPEC);
    expect({ ...view, tool: null, lesson: null }).toEqual(DEFAULT_VIEW);
  });

  it("give the reader's own experiment back as it was, and nothing is trained or computed anew", async () => {
    const seen = await page.evaluate(async () => {
      const verdict = document.querySelector<HTMLElement>("#verdict")!;
      const kinds: string[] = [];
      new MutationObserver(() => kinds.push(verdict.dataset.kind ?? "")).observe(verdict, { attributes: true });
      document.querySelector<HTMLButtonElement>("#lesson-next")!.click();
      for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
      return { kinds, step: document.querySelector("#step")?.textContent };
    });
    expect(seen.kinds).not.toContain("pending");
    expect(seen.step).toBe("12 of 12");
    expect(await readSentence(page)).toBe(own.sentence);
    expect(await page.locator("#verdict h2").innerText()).toBe(own.verdict);
    await expect.poll(async () => (await linked()).view, SOON).toEqual(DEFAULT_VIEW);
    expect((await linked()).spec).toEqual(SMALL_SPEC);
  });

  it("open again where the reader was, with what was done, and turn by the arrows", async () => {
    await page.locator('[data-tool="learn"]').click();
    await page.locator("h3", { hasText: "8. " }).waitFor({ timeout: PATIENCE });
    await page.locator(".lesson-steps button").nth(7).focus();
    await page.keyboard.press("ArrowLeft");
    await page.locator("h3", { hasText: "7. " }).waitFor({ timeout: PATIENCE });
    await page.locator(".lesson-steps button").first().click();
    await tick(0).waitFor({ timeout: PATIENCE });
    await page.keyboard.press("Escape");
    await page.waitForSelector("#drawer", { state: "hidden" });
    await expect.poll(() => readSentence(page), SOON).toBe(own.sentence);
  });

  it("are opened by a link, and give way to a file that is opened meanwhile", async () => {
    const other = await browser.newPage({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await other.goto(ADDRESS + linkTo(SMALL_SPEC, { ...DEFAULT_VIEW, tool: "learn", lesson: 4 }));
    await other.locator('.reading[data-settled="true"]').waitFor({ timeout: PATIENCE });
    expect(await other.locator("h3").innerText()).toBe("2. Two weights multiply");
    expect(await other.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    // A point between the two lines, in the corner where both weights are above 0.
    await other.locator(".class-map").tap({ position: { x: 150, y: 60 } });
    await other.locator(".reading", { hasText: /At p = 0\.\d+ .*: convex here\./ }).waitFor();
    const file = { ...SMALL_SPEC, weights: { ...SMALL_SPEC.weights, steps: 3 } };
    await other.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "own.json"));
      document.querySelector("#stage")!.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }, JSON.stringify(file));
    await other.waitForSelector("#drawer", { state: "hidden", timeout: PATIENCE });
    await expect.poll(() => other.locator("#step").textContent(), SOON).toBe("3 of 3");
    await other.close();
  });

  it("put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});
