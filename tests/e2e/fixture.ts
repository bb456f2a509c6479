import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";
import { collectErrors, waitForVerdict } from "./studio-page";

/** Where the production build is served; ends with a slash. */
export const ADDRESS = inject("appAddress");
/** The browser of all end-to-end files. What a file opens in it is closed after its last test. */
export let browser: Browser;
/** The page that the tests of a file share, after usePage. */
export let page: Page;
/** What went wrong in that page so far. */
export let errors: string[];

/** Asked for at the head of a file that opens its pages itself. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.connect(inject("browserAddress"));
  });
  afterAll(() => browser?.close());
}

/** Asked for at the head of a file whose tests share a page: it is opened at an address of the app and stands when they begin. */
export function usePage(hash: string, options?: BrowserContextOptions): void {
  useBrowser();
  beforeAll(async () => {
    ({ page, errors } = await openPage(hash, options));
    await waitForVerdict(page);
  });
}

/** Opens a page at an address of the app, in a context of its own, and collects what goes wrong in it. */
export async function openPage(
  hash: string,
  options: BrowserContextOptions = { viewport: { width: 1280, height: 800 } },
): Promise<{ page: Page; errors: string[] }> {
  const opened = await browser.newPage(options);
  const errorsOfPage = collectErrors(opened);
  await opened.goto(ADDRESS + hash);
  return { page: opened, errors: errorsOfPage };
}
