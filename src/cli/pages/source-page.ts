import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { createServer } from "vite";
import { browserArguments, ensureBrowser } from "../find-browser.mjs";
import { ROOT } from "./app-build";

/** A page of the sources, served without a build and opened in a headless browser. */
export interface SourcePage {
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * Serves the sources and opens one page of them. Calls to the page have no time limit.
 * @param folder  path from the root of the folder with the page's index.html and page.ts
 */
export async function openSourcePage(folder: string): Promise<SourcePage> {
  const executablePath = ensureBrowser();
  const server = await createServer({
    root: ROOT,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
    optimizeDeps: { entries: [path.posix.join(folder, "page.ts")] },
  });
  try {
    await server.listen();
    const browser = await chromium.launch({ executablePath, args: browserArguments() });
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${server.resolvedUrls!.local[0]}${folder}/index.html`);
    return {
      page,
      close: async () => {
        await browser.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
