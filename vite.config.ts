import { playwright } from "@vitest/browser-playwright";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import packageFile from "./package.json" with { type: "json" };
import { browserArguments, findBrowser } from "./src/cli/find-browser.mjs";
import { SlowestFiles } from "./tests/support/slowest-files.mjs";

/**
 * The development server puts styles and its own client into the page by script and socket, which the page's content
 * security policy forbids. The build keeps the policy, and the end-to-end tests run under it.
 */
const allowDevelopmentClient: Plugin = {
  name: "losscape:allow-development-client",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/i, ""),
};

export default defineConfig({
  // Relative addresses: the build can be served from any folder.
  base: "./",
  define: { LOSSCAPE_VERSION: JSON.stringify(packageFile.version) },
  plugins: [allowDevelopmentClient],
  // A tab would otherwise reload when a dependency is first met in the middle of a session, or of a test.
  optimizeDeps: {
    entries: ["index.html", "src/**/*.ts", "!src/cli/**", "!src/processor/assembly/**", "tests/{gpu,render}/**/*.ts"],
  },
  worker: { format: "es" },
  build: { target: "es2022", chunkSizeWarningLimit: 2000 },
  test: {
    reporters: ["default", new SlowestFiles()],
    provide: { isLongRun: process.env.LOSSCAPE_LONG_RUN === "1" },
    // Side by side: the graphics tests wait for one processor most of the time, and the others use what is left.
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/{unit,architecture,docs}/**/*.test.ts"],
          environment: "node",
          testTimeout: 60_000,
          maxWorkers: 2,
          // They share nothing but what they import, which is read once.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "gpu",
          include: ["tests/gpu/**/*.test.ts", "tests/render/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One graphics device: pages side by side would time each other out.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            // Where no browser is found, the start fails, and so does the run: nothing is skipped.
            provider: playwright({
              launchOptions: { executablePath: findBrowser() ?? "no-browser-found", args: browserArguments() },
            }),
            instances: [{ browser: "chromium" }],
            viewport: { width: 1280, height: 800 },
            screenshotFailures: false,
          },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: "tests/support/app-server.ts",
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          // A worker reads the libraries once for all its files.
          isolate: false,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
