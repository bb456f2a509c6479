import { chromium, type Page } from "playwright-core";
import { browserArguments, ensureBrowser } from "../../../src/cli/find-browser.mjs";
import type { ServedBuild } from "./serve-folder";
import { measureLongestTask } from "./thread-tasks";

/** When the page first showed what, in milliseconds since the navigation began. */
export interface Opening {
  readonly surface: number;
  readonly verdict: number;
  /** The whole grid is computed and judged. */
  readonly whole: number;
  /** The longest task of the page's own thread until then; 0 where none took 50 ms. */
  readonly longestTask: number;
  /** Bytes of compressed scripts that were asked for before the first surface. */
  readonly scripts: number;
}

const PATIENCE_MS = 300_000;

interface Seen {
  surface?: number;
  verdict?: number;
  whole?: number;
  longestTask: number;
}

declare global {
  interface Window {
    seen?: Seen;
  }
}

/**
 * Opens the page's default experiment in a new browser, and waits until all of it is there. It reads only what the builds to be compared
 * have in common: an earlier card has no phase, and its verdict comes with the whole surface.
 */
export async function openPage(build: ServedBuild): Promise<Opening> {
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchCard);
    const began = Date.now();
    await openWhole(page, build);
    const { origin, seen } = await page.evaluate(() => ({ origin: performance.timeOrigin, seen: window.seen! }));
    const { surface, verdict, whole, longestTask } = seen;
    if (surface === undefined || verdict === undefined || whole === undefined) {
      throw new Error("The page showed no verdict.");
    }
    return { surface, verdict, whole, longestTask, scripts: build.sizeOfScripts(began, origin + surface) };
  } finally {
    await browser.close();
  }
}

/** The longest task of the page's own thread until the whole surface, in milliseconds of processor time, in a new browser. */
export async function measureOpeningTask(build: ServedBuild): Promise<number> {
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchCard);
    return await measureLongestTask(browser, page, () => openWhole(page, build));
  } finally {
    await browser.close();
  }
}

async function openWhole(page: Page, build: ServedBuild): Promise<void> {
  await page.goto(build.address, { timeout: PATIENCE_MS });
  await page.waitForFunction(() => window.seen?.whole !== undefined, null, { timeout: PATIENCE_MS, polling: 100 });
}

/** Runs in the page before its own scripts. Its functions have no names, since what compiles them would have to name them there too. */
function watchCard(): void {
  const seen: Seen = { longestTask: 0 };
  window.seen = seen;
  new MutationObserver(() => {
    const card = document.querySelector<HTMLElement>("#verdict");
    if (!card) return;
    const { kind = "pending", phase } = card.dataset;
    const now = performance.now();
    const isSaid = (document.querySelector("#sentence")?.textContent ?? "").trim() !== "";
    if (isSaid) seen.surface ??= now;
    if (kind !== "pending") seen.verdict ??= now;
    if (kind !== "pending" && isSaid && (phase === undefined || phase === "ready")) seen.whole ??= now;
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["data-kind", "data-phase"],
  });
  new PerformanceObserver((list) => {
    if (seen.whole !== undefined) return;
    for (const { duration } of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, duration);
  }).observe({ type: "longtask", buffered: true });
}
