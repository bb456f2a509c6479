import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { errors, openPage, page, usePage } from "./fixture";
import { linkTo, SMALL_SPEC, waitForStillness, waitForVerdict } from "./studio-page";

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A window of 720 × 450 is one of 1440 × 900 at twice the size. */
const WINDOWS = [
  [1440, 900],
  [1024, 768],
  [390, 844],
  [844, 390],
  [720, 450],
  [1920, 1080],
  [2560, 1440],
] as const;

const SMALL_WINDOWS = WINDOWS.slice(0, 5);

/** Of the free area's width or height, whichever limits the picture. */
const LEAST_SHARE = 0.65;

const PARTS = ["#header", "#rail", "#verdict", "#evidence", ".picture", "#legend", "#transport", "#drawer", "#panel"];

/** The rectangles of what is seen of these parts of the page. */
function measureParts(subject: Page, selectors: readonly string[]): Promise<Record<string, Rectangle>> {
  return subject.evaluate((names) => {
    const seen: Record<string, { left: number; top: number; right: number; bottom: number }> = {};
    for (const name of names) {
      const element = document.querySelector(name);
      if (!element?.checkVisibility()) continue;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const shown = { left, top, right, bottom: Math.min(bottom, innerHeight) };
      if (shown.right > shown.left && shown.bottom > shown.top) seen[name] = shown;
    }
    return seen;
  }, selectors);
}

/** The picture alone, with everything else of the page hidden. */
async function photographPicture(subject: Page): Promise<PNG> {
  const hide = (hidden: boolean) =>
    subject.evaluate((isHidden) => {
      document.body.style.visibility = isHidden ? "hidden" : "";
      for (const part of document.querySelectorAll<HTMLElement>("#surface, #surface *"))
        part.style.visibility = isHidden ? "visible" : "";
    }, hidden);
  await hide(true);
  const bytes = await subject.screenshot();
  await hide(false);
  return PNG.sync.read(bytes);
}

/** Whether the picture has drawn anything at a pixel. */
function isDrawn({ data, width }: PNG, x: number, y: number, ground: readonly number[]): boolean {
  const at = 4 * (y * width + x);
  return ground.some((value, channel) => Math.abs(data[at + channel]! - value) > 12);
}

/** Which of these parts lie on one another. */
function findOverlaps(parts: Record<string, Rectangle>, isScrolled: boolean): string[] {
  const names = Object.keys(parts);
  const pairs = names.flatMap((name, index) => names.slice(index + 1).map((other) => [name, other] as const));
  return pairs.flatMap(([name, other]) => {
    // The closed sheet and the buttons of the training above it lie over the lower edge of a page that is longer than the window.
    if (isScrolled && (other === "#panel" || other === "#transport") && name !== "#verdict") return [];
    const [a, b] = [parts[name]!, parts[other]!];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return across > 0.5 && down > 0.5 ? [`${name} lies on ${other}`] : [];
  });
}

/** The pixels of the surface at which the picture has drawn anything. */
function listDrawn(picture: PNG, surface: Rectangle, ground: readonly number[]): (readonly [x: number, y: number])[] {
  const drawn: (readonly [number, number])[] = [];
  for (let y = Math.ceil(surface.top); y < surface.bottom; y++) {
    for (let x = Math.ceil(surface.left); x < surface.right; x++) {
      if (isDrawn(picture, x, y, ground)) drawn.push([x, y]);
    }
  }
  return drawn;
}

/** What is wrong with the layout of the page as it stands. */
async function findFaults(subject: Page): Promise<string[]> {
  await waitForStillness(subject);
  await subject.evaluate(() => scrollTo(0, 0));
  const parts = await measureParts(subject, PARTS);
  const { "#surface": surface, "#free": free } = await measureParts(subject, ["#surface", "#free"]);
  if (!surface || !free) return ["there is no surface"];
  const isScrolled = await subject.evaluate(() => document.documentElement.scrollHeight > innerHeight);
  const faults = findOverlaps(parts, isScrolled);
  const picture = await photographPicture(subject);
  const corner = 4 * (Math.round(free.top) * picture.width + Math.round(free.left));
  const drawn = listDrawn(picture, surface, [...picture.data.subarray(corner, corner + 3)]);
  for (const [name, part] of Object.entries(parts)) {
    const covered = drawn.filter(([x, y]) => x >= part.left && x < part.right && y >= part.top && y < part.bottom);
    if (covered.length > 0) faults.push(`${name} covers ${covered.length} pixels of the picture`);
  }
  const extent = (axis: 0 | 1) =>
    drawn.reduce(([least, most], at) => [Math.min(least, at[axis]), Math.max(most, at[axis])], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [extent(0), extent(1)] as [[number, number], [number, number]];
  const isCut =
    left < surface.left + 2 || top < surface.top + 2 || right > surface.right - 3 || bottom > surface.bottom - 3;
  if (isCut) faults.push("the picture is cut off at the edge of the surface");
  const shares = [(right - left) / (free.right - free.left), (bottom - top) / (free.bottom - free.top)];
  if (!(Math.max(...shares) >= LEAST_SHARE)) faults.push(`the picture fills only ${shares} of the free area`);
  return faults;
}

async function resize(subject: Page, [width, height]: readonly [number, number]): Promise<void> {
  await subject.setViewportSize({ width, height });
}

describe("nothing covers the picture, the verdict or another card", () => {
  usePage(linkTo(SMALL_SPEC), { viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });

  async function lookAt(windows: readonly (typeof WINDOWS)[number][]): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const size of windows) {
      await resize(page, size);
      const faults = await findFaults(page);
      if (faults.length > 0) found[size.join(" × ")] = faults;
    }
    await resize(page, [1440, 900]);
    return found;
  }

  it("on the page as it opens", async () => {
    expect(await lookAt(WINDOWS)).toEqual({});
  });

  it("with a tool open", async () => {
    await page.locator('#rail [data-tool="inspect"]').click();
    await page.locator("#tool-inspect .tool-body > *").first().waitFor();
    expect(await lookAt(SMALL_WINDOWS)).toEqual({});
    await page.keyboard.press("i");
    await page.locator("#drawer").waitFor({ state: "hidden" });
  });

  it("with the evidence card open", async () => {
    await page.getByRole("button", { name: "Hessian" }).click();
    await page.locator("#evidence .figures").waitFor();
    expect(await lookAt(SMALL_WINDOWS)).toEqual({});
    await page.getByRole("button", { name: "Hessian" }).click();
    await page.locator("#evidence").waitFor({ state: "hidden" });
  });

  it("with the sheet of parameters open, in the windows that have one", async () => {
    for (const size of [
      [390, 844],
      [844, 390],
      [720, 450],
    ] as const) {
      await resize(page, size);
      await page.locator("#panel .sheet").click();
      expect(await findFaults(page), size.join(" × ")).toEqual([]);
      await page.locator("#panel .sheet").click();
    }
    await resize(page, [1440, 900]);
  });

  it("and on a phone the buttons of the training are whole above the closed sheet, the rest of it at the end of the page", async () => {
    await resize(page, [390, 844]);
    const isWhole = (selector: string) =>
      page.locator(selector).evaluate((at) => {
        const { left, top, right, bottom } = at.getBoundingClientRect();
        const corners = [left + 4, right - 4].flatMap((x) => [top + 4, bottom - 4].map((y) => [x, y] as const));
        return corners.every(([x, y]) => at.contains(document.elementFromPoint(x, y)));
      });
    await page.evaluate(() => scrollTo(0, 0));
    expect(await isWhole("#train")).toBe(true);
    expect(await isWhole("#transport .figures")).toBe(false);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    for (const part of ["#train", "#transport .figures", "#transport .curve"])
      expect(await isWhole(part), part).toBe(true);
    await resize(page, [1440, 900]);
  });

  it("and every tool of the rail can be reached: a shadow shows that there are more", async () => {
    for (const size of [
      [390, 844],
      [844, 390],
    ] as const) {
      await resize(page, size);
      const rail = page.locator("#rail");
      const isCut = await rail.evaluate((at) => at.scrollWidth > at.clientWidth || at.scrollHeight > at.clientHeight);
      expect(isCut).toBe(true);
      const shadow = () => rail.evaluate((at) => getComputedStyle(at).backgroundAttachment);
      expect(await shadow()).toBe("local, local, scroll, scroll");
    }
    await resize(page, [1440, 900]);
    expect(errors).toEqual([]);
  });

  it("type grows in a large window", async () => {
    const readSize = () => page.locator("#sentence").evaluate((at) => Number.parseFloat(getComputedStyle(at).fontSize));
    const usual = await readSize();
    await resize(page, [2560, 1440]);
    expect(await readSize()).toBeGreaterThan(1.3 * usual);
    await resize(page, [1440, 900]);
  });

  it("nor in a frame of 640 × 480", async () => {
    const options = { viewport: { width: 640, height: 480 }, reducedMotion: "reduce" } as const;
    const { page: frame, errors: wrong } = await openPage(`?embed${linkTo(SMALL_SPEC)}`, options);
    await waitForVerdict(frame);
    expect(await findFaults(frame)).toEqual([]);
    expect(wrong).toEqual([]);
    await frame.close();
  });
});
