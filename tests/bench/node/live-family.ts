import { chromium, type Page } from "playwright-core";
import { browserArguments, ensureBrowser } from "../../../src/cli/find-browser.mjs";
import { ensureBuild, ROOT } from "../../../src/cli/pages/app-build";
import type { ValuesOf } from "../measured";
import type { NODE_ROWS } from "../rows";
import { median } from "../stopwatch";
import { serveFolder } from "./serve-folder";
import { measureLongestTask } from "./thread-tasks";

const ROUNDS = 3;
const PATIENCE_MS = 300_000;

declare global {
  interface Window {
    /** Times at which a new surface was drawn. */
    surfacesDrawn?: number[];
  }
}

/** How often the surface follows a control that moves all the time, as it does under a hand, on the page's default experiment. */
export async function measureLive(): Promise<ValuesOf<typeof NODE_ROWS.live>> {
  await ensureBuild();
  const build = await serveFolder(ROOT);
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchRenderer);
    await page.goto(build.address, { timeout: PATIENCE_MS });
    await waitForRest(page);
    const planes: number[] = [];
    const steps: number[] = [];
    const longestTask = await measureLongestTask(browser, page, async () => {
      for (let round = 0; round < ROUNDS; round++) {
        planes.push(await countSurfaces(page, '#panel [data-field="planeSeed"] input', ["ArrowUp"]));
        await waitForRest(page);
        steps.push(await countSurfaces(page, "#timeline", ["ArrowLeft", "ArrowRight"]));
        await waitForRest(page);
      }
    });
    return {
      "surfaces a second while the plane moves": { value: median(planes) },
      "surfaces a second while the timeline moves": { value: median(steps) },
      "longest task of the page's thread while they move": { value: longestTask },
    };
  } finally {
    await browser.close();
    await build.close();
  }
}

/** The slice is whole, and the engines are compared: that goes on behind the first one. */
async function waitForRest(page: Page): Promise<void> {
  await page.locator('#verdict[data-phase="ready"]').waitFor({ state: "attached", timeout: PATIENCE_MS });
  await page.locator("#surface canvas[data-drawing]").waitFor({ state: "detached", timeout: PATIENCE_MS });
}

/** Holds keys down for a second each, with the rate of a keyboard's repeat. @returns new surfaces a second */
function countSurfaces(page: Page, selector: string, keys: readonly string[]): Promise<number> {
  return page.evaluate(
    async ({ selector: where, keys: held }) => {
      const control = document.querySelector<HTMLElement>(where);
      if (!control) throw new Error(`The page has no ${where}.`);
      control.focus();
      const began = performance.now();
      const seconds = 2 * held.length;
      window.surfacesDrawn = [];
      for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - began) / 1000) {
        const key = held[Math.floor(elapsed) % held.length]!;
        control.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }));
        await new Promise((resolve) => setTimeout(resolve, 33));
      }
      return window.surfacesDrawn.length / seconds;
    },
    { selector, keys },
  );
}

/** Runs in the page before its own scripts: counts the drawings of a new surface that the worker answers. */
function watchRenderer(): void {
  const Usual = Worker;
  window.Worker = class extends Usual {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== "render") return;
      const awaited = new Set<number>();
      let isNew = false;
      const post = this.postMessage.bind(this) as (message: unknown, transfer: Transferable[]) => void;
      this.postMessage = (message: { kind: string; number?: number; change?: object }, transfer?: unknown) => {
        if (message.change && "field" in message.change) isNew = true;
        if (message.kind === "draw" && isNew) {
          isNew = false;
          awaited.add(message.number!);
        }
        post(message, (transfer ?? []) as Transferable[]);
      };
      this.addEventListener("message", ({ data }: MessageEvent<{ number: number }>) => {
        if (awaited.delete(data.number)) window.surfacesDrawn?.push(performance.now());
      });
    }
  };
}
