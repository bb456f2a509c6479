import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../src/cli/pages/app-build";
import { ADDRESS, browser, useBrowser } from "./fixture";
import { linkTo, PATIENCE, SMALL_SPEC } from "./studio-page";

useBrowser();

/** JavaScript that the page and its workers get until the first surface is on the page, compressed. */
const BUDGET = 320_000;

interface Script {
  readonly name: string;
  readonly text: string;
  readonly size: number;
}

/**
 * Opens the page and gives it scripts, in the order of its requests, until the budget is spent; all further ones fail. What the page loads
 * after its first surface comes later, however slow the machine is, and the surface stands without it.
 *
 * @returns the scripts that it got, when the first surface is on the page
 */
async function openWithin(budget: number): Promise<readonly Script[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const given: Script[] = [];
  let left = budget;
  await context.route("**/*.js", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const text = readFileSync(path.join(ROOT, "dist/page", name), "utf8");
    const size = gzipSync(text).length;
    if (size > left) return route.abort();
    left -= size;
    given.push({ name, text, size });
    return route.continue();
  });
  const page = await context.newPage();
  await page.goto(ADDRESS);
  await page.locator("#surface [aria-label*='convex']").first().waitFor({ timeout: PATIENCE });
  await context.close();
  return given;
}

describe("opening the page", () => {
  it("needs little JavaScript before the first surface, and each engine at most once", async () => {
    const scripts = await openWithin(BUDGET);
    const table = scripts.map(({ name, size }) => `${size} ${name}`).join("\n");
    expect(
      scripts.filter(({ name }) => /\/worker-/.test(name)),
      table,
    ).toHaveLength(1);
    // three's renderer is in the worker that draws, and nowhere else.
    expect(scripts.filter(({ text }) => text.includes("WebGLRenderer")).map(({ name }) => name)).toEqual([
      expect.stringContaining("render-worker"),
    ]);
  });

  it("draws the surface off the page's thread, and says beside a tool why it cannot be loaded", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await context.route("**/race-tool-*.js", (route) => route.abort());
    await page.goto(ADDRESS + linkTo(SMALL_SPEC));
    await page.locator("#surface canvas[tabindex]").waitFor({ timeout: PATIENCE });
    // A canvas that was handed to a worker gives the page no context.
    const isHandedOver = await page.locator("#surface canvas[tabindex]").evaluate((canvas: HTMLCanvasElement) => {
      try {
        return canvas.getContext("webgl2") === null;
      } catch {
        return true;
      }
    });
    expect(isHandedOver).toBe(true);
    await page.locator('#rail [data-tool="race"]').click();
    await page.locator("#tool-race .said", { hasText: "Race could not be loaded" }).waitFor({ timeout: PATIENCE });
    await context.close();
  });
});
