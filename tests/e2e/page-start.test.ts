import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Request } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../src/cli/pages/app-build";
import { ADDRESS, browser, useBrowser } from "./fixture";
import { linkTo, PATIENCE, SMALL_SPEC } from "./studio-page";

useBrowser();

/** JavaScript that the page and its workers request until the first surface is on the page, compressed. */
const BUDGET = 320_000;

/** The scripts that are requested until the first surface is on the page, in their order, and their compressed sizes. */
async function listScripts(): Promise<
  readonly { readonly name: string; readonly size: number; readonly text: string }[]
> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const requests: Request[] = [];
  context.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith(".js")) requests.push(request);
  });
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector("#surface [aria-label*='convex']")) return;
      observer.disconnect();
      Object.assign(window, { surfaceShown: Date.now() });
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(ADDRESS);
  const shown = await page.waitForFunction(() => (window as { surfaceShown?: number }).surfaceShown, null, {
    timeout: PATIENCE,
  });
  const limit = (await shown.jsonValue())!;
  const before = requests.filter((request) => request.timing().startTime <= limit);
  const requested = before.map((request) => new URL(request.url()).pathname.slice(1));
  await context.close();
  return requested.map((name) => {
    const text = readFileSync(path.join(ROOT, "dist/page", name), "utf8");
    return { name, text, size: gzipSync(text).length };
  });
}

describe("opening the page", () => {
  it("needs little JavaScript before the first surface, and each engine at most once", async () => {
    const scripts = await listScripts();
    const sum = (of: typeof scripts) => of.reduce((total, { size }) => total + size, 0);
    const table = scripts.map(({ name, size }) => `${size} ${name}`).join("\n");
    const isCompute = ({ name }: { readonly name: string }) => /\/worker-/.test(name);
    expect(scripts.filter(isCompute), table).toHaveLength(1);
    // three's renderer is in the worker that draws, and nowhere else.
    expect(scripts.filter(({ text }) => text.includes("WebGLRenderer")).map(({ name }) => name)).toEqual([
      expect.stringContaining("render-worker"),
    ]);
    expect(sum(scripts), table).toBeLessThanOrEqual(BUDGET);
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
