import axe from "axe-core/axe.min.js?raw";
import type { Locator, Page } from "playwright-core";
import { decodeLink, encodeLink, type Link } from "../../src/experiment/link";
import { parseSpec } from "../../src/experiment/parse";
import type { Spec } from "../../src/experiment/spec";
import { DEFAULT_VIEW, type View } from "../../src/experiment/view";

/** A whole experiment that a slow machine finishes in seconds. */
export const SMALL_SPEC: Spec = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 24, noise: 0.1, seed: 4 },
  network: { layers: [2, 3, 1], activation: "relu" },
  loss: { kind: "bce" },
  weights: { kind: "trained", steps: 12, seed: 2 },
  plane: { kind: "random", normalization: "filter", seed: 5 },
  grid: { columns: 17, rows: 17, xRange: [-1, 1], yRange: [-1, 1] },
});

/** Long enough for the first compilation on a busy machine. */
export const PATIENCE = 120_000;

/** How long the page may take for what it does by itself and soon, such as the link that follows it. */
export const SOON = { timeout: 30_000, interval: 100 };

/** What the address holds. It follows the page a moment later, so it is asked for until it is as expected. */
export async function readLink(page: Page): Promise<Link> {
  return decodeLink(await page.evaluate(() => location.hash));
}

/** Everything that went wrong in a page: errors on its console and errors that nobody caught. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}

export function linkTo(spec: Spec, view: View = DEFAULT_VIEW): string {
  return `#${encodeLink({ spec, view })}`;
}

/** Waits until the slice is complete and judged: the verdict itself may stand long before. */
export async function waitForVerdict(page: Page): Promise<void> {
  // Beside a tool there may be room for the verdict's name alone.
  const sentence = page.locator('#verdict[data-phase="ready"] .sentence');
  await sentence.waitFor({ state: "attached", timeout: PATIENCE });
}

/** Does what starts another computation, and waits until that is complete, however quick it is. */
export async function judgeAnew(page: Page, act: () => Promise<unknown>): Promise<void> {
  const verdict = page.locator("#verdict");
  const before = await verdict.getAttribute("data-run");
  await act();
  await page.locator(`#verdict:not([data-run="${before}"])`).waitFor({ state: "attached", timeout: PATIENCE });
  await waitForVerdict(page);
}

export async function readSentence(page: Page): Promise<string> {
  return (await page.locator("#sentence").innerText()).replaceAll("\u00a0", " ");
}

/** Waits until what was asked for has begun to be drawn and no surface has a frame to draw: nothing flows or turns any more. */
export async function waitForStillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise(requestAnimationFrame);
    await nextFrame();
    do await nextFrame();
    while (document.querySelector("canvas[data-drawing]"));
  });
}

/** A picture of the page or of a part of it, once it stands still: two in a row are the same. */
export async function photograph(subject: Page | Locator): Promise<Buffer> {
  await waitForStillness("page" in subject ? subject.page() : subject);
  for (let last = await subject.screenshot(); ; ) {
    const next = await subject.screenshot();
    if (next.equals(last)) return next;
    last = next;
  }
}

/** Waits until a text has stayed the same over many frames, as what has been paused does. */
export async function waitForRest(page: Page, selector: string): Promise<string> {
  return page.evaluate(async (where) => {
    const read = () => document.querySelector(where)!.textContent!.trim();
    let text = read();
    for (let frame = 0; frame < 40; frame++) {
      await new Promise(requestAnimationFrame);
      if (read() === text) continue;
      text = read();
      frame = 0;
    }
    return text;
  }, selector);
}

/** The surface as it is drawn, without the cards over it. */
export function pictureOfSurface(page: Page): Promise<Buffer> {
  return photograph(page.locator("#surface"));
}

/** What a click or another act saves as a file. */
export async function saveFile(
  page: Page,
  act: () => Promise<unknown>,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: PATIENCE }), act()]);
  // Chromium is reached over a socket: it has the file, and hands it over as a stream.
  const pieces: Uint8Array[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece);
  return { name: download.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(pieces)) };
}

/** The same where the file holds text. */
export async function saveText(page: Page, act: () => Promise<unknown>): Promise<string> {
  return new TextDecoder().decode((await saveFile(page, act)).bytes);
}

/** Drops a file on the page as a hand would. */
export function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  return dropFiles(page, [{ name, bytes }]);
}

/** Drops several files at once. */
export async function dropFiles(
  page: Page,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const transfer = await page.evaluateHandle(
    (dropped) => {
      const data = new DataTransfer();
      for (const { name, content } of dropped) data.items.add(new File([Uint8Array.from(content)], name));
      return data;
    },
    files.map(({ name, bytes }) => ({ name, content: [...bytes] })),
  );
  await page.dispatchEvent("#stage", "drop", { dataTransfer: transfer });
}

/** What axe finds wrong with the page as it stands. */
export async function findViolations(page: Page): Promise<string[]> {
  // By the debugger's protocol: the page's own policy lets no script in.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const { violations: found } = await axe.run();
    return found.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    );
  });
}

/** The system's theme, once the page has taken it. */
export async function showTheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForSelector(`:root[data-theme="${colorScheme}"]`);
}

/** What axe finds wrong in each theme; the page is light afterwards. */
export async function findViolationsByTheme(page: Page): Promise<{ dark: string[]; light: string[] }> {
  await showTheme(page, "dark");
  const dark = await findViolations(page);
  await showTheme(page, "light");
  return { dark, light: await findViolations(page) };
}
