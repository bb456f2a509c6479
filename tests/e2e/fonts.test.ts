import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fontverter from "fontverter";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserArguments, findBrowser } from "../../src/cli/find-browser.mjs";
import { DEFAULT_VIEW, type View } from "../../src/experiment/view";
import { measureDifference } from "../support/compare-picture";
import { ADDRESS, browser, useBrowser } from "./fixture";
import { linkTo, photograph, SMALL_SPEC, saveText, waitForVerdict } from "./studio-page";

/** The same share as of the pictures that are kept. */
const SHARE = 0.01;

/** The one font of the other machine; with none at all Chromium does not run. */
const OTHER = createRequire(import.meta.url).resolve(
  "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2",
);

let folder: string;
/** A browser on a machine with other fonts. */
let other: Browser;

useBrowser();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-fonts-"));
  mkdirSync(path.join(folder, "fonts"));
  writeFileSync(path.join(folder, "fonts/other.ttf"), await fontverter.convert(readFileSync(OTHER), "truetype"));
  const config = path.join(folder, "fonts.conf");
  writeFileSync(
    config,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
  );
  other = await chromium.launch({
    executablePath: findBrowser()!,
    args: browserArguments(),
    env: { ...process.env, FONTCONFIG_FILE: config },
  });
});

afterAll(async () => {
  await other?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(where: Browser, view: Partial<View> = {}): Promise<Page> {
  const page = await where.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  await page.goto(ADDRESS + linkTo(SMALL_SPEC, { ...DEFAULT_VIEW, ...view }));
  await waitForVerdict(page);
  return page;
}

/** The same picture with the fonts of this machine and of the other. */
async function takeBoth(take: (where: Browser) => Promise<Buffer>): Promise<readonly [Buffer, Buffer]> {
  return [await take(browser), await take(other)];
}

describe("on a machine with other fonts", () => {
  it("text in a font of the system looks different: the test can fail", async () => {
    const [here, there] = await takeBoth(async (where) => {
      const page = await where.newPage({ viewport: { width: 300, height: 60 } });
      await page.setContent('<p style="font: 32px sans-serif; margin: 0">The quick brown fox</p>');
      const picture = await page.screenshot();
      await page.close();
      return picture;
    });
    expect(measureDifference(here, there)).toBeGreaterThan(SHARE);
  });

  it.each([null, "learn"] as const)("the page looks the same, with the tool %s", async (tool) => {
    const [here, there] = await takeBoth(async (where) => {
      const page = await open(where, { tool, ...(tool === "learn" ? { lesson: 1 } : {}) });
      const picture = await photograph(page);
      await page.close();
      return picture;
    });
    expect(measureDifference(here, there)).toBeLessThanOrEqual(SHARE);
  });

  it("a saved picture of the surface looks the same", async () => {
    const [here, there] = await takeBoth(async (where) => {
      const page = await open(where);
      const picture = await page.evaluate(async () => {
        const blob = await window.losscape!.capture({ scale: 1, legend: true, transparent: false });
        return [...new Uint8Array(await blob.arrayBuffer())];
      });
      await page.close();
      return Buffer.from(picture);
    });
    expect(measureDifference(here, there)).toBeLessThanOrEqual(SHARE);
  });

  it("a saved drawing looks the same wherever it is opened", async () => {
    const page = await open(browser, { tool: "contours" });
    await page.locator("#contours-figure").click();
    await page.locator(".figure-preview img").waitFor();
    const drawing = await saveText(page, () => page.locator("#save-figure").click());
    await page.close();
    const file = path.join(folder, "figure.svg");
    writeFileSync(file, drawing);
    const [here, there] = await takeBoth(async (where) => {
      const reader = await where.newPage({ viewport: { width: 500, height: 700 } });
      await reader.goto(pathToFileURL(file).href);
      await reader.evaluate(() => document.fonts.ready.then(() => {}));
      const picture = await reader.screenshot();
      await reader.close();
      return picture;
    });
    expect(measureDifference(here, there)).toBeLessThanOrEqual(SHARE);
  });
});
