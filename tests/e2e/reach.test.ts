import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { SHORTCUTS } from "../../src/page/shortcuts";
import { PLANE_NOTES } from "../../src/studio/sentences/plane-notes";
import { ADDRESS, browser, errors, page, usePage } from "./fixture";
import { judgeAnew, linkTo, PATIENCE, readLink, SMALL_SPEC, SOON, waitForVerdict } from "./studio-page";

usePage(linkTo(SMALL_SPEC), {
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",
});

const linked = () => readLink(page);

describe("the first sight", () => {
  it("needs no click: a surface stands while the network still trains, and the verdict follows", async () => {
    const fresh = await browser.newPage();
    await fresh.addInitScript(() => {
      const steps: string[] = [];
      Object.assign(window, { stepsWithSurface: steps });
      new MutationObserver(() => {
        const step = document.querySelector("#step")?.textContent;
        if (step && document.querySelector("#legend svg") && steps.at(-1) !== step) steps.push(step);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    // The page's own 200 steps are over before a surface could stand.
    const steps = 20_000;
    await fresh.goto(ADDRESS + linkTo(parseSpec({ ...DEFAULT_SPEC, weights: { ...DEFAULT_SPEC.weights, steps } })));
    await waitForVerdict(fresh);
    const seen = await fresh.evaluate(() => (window as unknown as { stepsWithSurface: string[] }).stepsWithSurface);
    const [first] = seen.map((text) => Number.parseInt(text.replaceAll(",", ""), 10));
    expect(first).toBeLessThan(steps);
    expect(seen.at(-1)).toBe("20,000 of 20,000");
    expect(await fresh.locator("#verdict h2").innerText()).toBe("Not convex, proved");
    await fresh.close();
  });
});

describe("every plane", () => {
  it.each([
    ["Extreme eigenvectors", "hessian"],
    ["Gradient and its change", "gradient"],
    ["Training trajectory", "trajectory-pca"],
    ["Exchange of two units", "permutation"],
    ["Single weights", "weights"],
    ["Random directions", "random"],
  ] as const)("is two actions away: %s", async (label, kind) => {
    const field = page.locator('[data-field="plane"]');
    await judgeAnew(page, () => field.locator("select").selectOption({ label }));
    await expect.poll(async () => (await linked()).spec.plane.kind, SOON).toBe(kind);
    expect(await page.locator(".panel .about").innerText()).toContain(PLANE_NOTES[kind]);
  });
});

describe("the keyboard", () => {
  it("has a list of its keys, and opens and closes every tool by one of them", async () => {
    await page.keyboard.press("?");
    await page.locator("#help[open]").waitFor();
    expect(await page.locator("#help dd").allInnerTexts()).toEqual(SHORTCUTS.map(({ does }) => does));
    await page.keyboard.press("Escape");
    await page.locator("#help[open]").waitFor({ state: "detached" });
    for (const { keys, does } of SHORTCUTS.filter(({ does }) => does.endsWith(": open or close"))) {
      await page.keyboard.press(keys.toLowerCase());
      const opened = page.locator('#rail [aria-expanded="true"]');
      await opened.waitFor();
      expect(await opened.innerText()).toBe(does.replace(": open or close", ""));
      await page.keyboard.press(keys.toLowerCase());
      await opened.waitFor({ state: "detached" });
    }
    await waitForVerdict(page);
  });

  it("shows where it is at every stop", async () => {
    await page.locator('#header [name="activation"]:checked').focus();
    const seen = new Set<string>();
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press("Tab");
      const { name, isShown } = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement;
        // A box that is hidden shows its focus on the label that stands for it.
        const looks = [focused, focused.closest("label"), focused.parentElement].filter((one) => one !== null);
        const shown = looks.some((one) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
          return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
        });
        const path = `${focused.tagName}#${focused.id}.${focused.className} ${focused.textContent?.trim().slice(0, 30)}`;
        return { name: path, isShown: shown || focused === document.body };
      });
      expect(isShown, name).toBe(true);
      seen.add(name);
    }
    expect(seen.size).toBeGreaterThan(30);
  });
});

describe("the look", () => {
  it("is light or dark by the system until it is chosen by hand", async () => {
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(theme, SOON).toBe("dark");
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(theme, SOON).toBe("light");
    // A letter typed into a text box is no command.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("d");
    await expect.poll(theme, SOON).toBe("dark");
    // The plots are made anew: the timeline lies over its curve as before.
    const width = async () => (await page.locator("#timeline").boundingBox())!.width;
    await expect.poll(width, SOON).toBeGreaterThan(400);
  });

  it("holds on paper what is seen and what is said of it, and nothing to press", async () => {
    await page.emulateMedia({ media: "print" });
    for (const kept of ["#surface canvas", "#verdict .sentence", "#legend svg"]) {
      expect(await page.locator(kept).first().isVisible(), kept).toBe(true);
    }
    for (const left of ["#rail", "#panel", ".doors", "#header .tools"]) {
      expect(await page.locator(left).first().isVisible(), left).toBe(false);
    }
    await page.emulateMedia({ media: "screen" });
  });

  it("stands still where less motion is asked for: another activation is there at once", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        const moves =
          animationName !== "none" || transitionDuration.split(",").some((part) => Number.parseFloat(part) > 0);
        return moves ? [`${element.tagName}.${element.className}`] : [];
      }),
    );
    expect(moving).toEqual([]);
    await page.emulateMedia({ reducedMotion: "no-preference" });
  });
});

it("opens a tool from a link, narrow as well, with verdict and switch in sight", async () => {
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await phone.goto(ADDRESS + linkTo(SMALL_SPEC, { ...DEFAULT_VIEW, tool: "survey" }));
  await phone.locator("#survey-planes").waitFor({ timeout: PATIENCE });
  await waitForVerdict(phone);
  const inSight = (selector: string) =>
    phone.locator(selector).evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const seen = document.elementFromPoint(left + width / 2, top + height / 2);
      return seen !== null && (element.contains(seen) || seen.contains(element));
    });
  expect(await inSight("#verdict h2")).toBe(true);
  expect(await inSight("#header .segments")).toBe(true);
  expect(await inSight('#rail [data-tool="survey"]')).toBe(true);
  await phone.close();
});

it("puts no error on the console", () => {
  expect(errors).toEqual([]);
});
