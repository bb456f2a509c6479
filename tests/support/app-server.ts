import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { browserArguments, ensureBrowser } from "../../src/cli/find-browser.mjs";
import { ensureBuild, serveBuild } from "../../src/cli/pages/app-build";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the production build is served; ends with a slash. */
    appAddress: string;
    /** Where the browser listens that every end-to-end file opens its pages in. */
    browserAddress: string;
  }
}

/** Makes the production build, serves it and starts the browser, once for all end-to-end files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureBuild();
  const app = await serveBuild();
  const browser = await chromium.launchServer({ executablePath: ensureBrowser(), args: browserArguments() });
  project.provide("appAddress", app.address);
  project.provide("browserAddress", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await app.close();
  };
}
