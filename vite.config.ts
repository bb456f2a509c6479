import path from "node:path";
import { playwright } from "@vitest/browser-playwright";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";
import packageFile from "./package.json" with { type: "json" };
import { browserArguments, findBrowser } from "./src/cli/find-browser.mjs";
import { leaveOutUnusedParts, SINGLE_MODULES_OF_THREE } from "./src/cli/pages/unused-parts.mjs";
import { SlowestFiles } from "./tests/support/slowest-files.mjs";
import { TestsLeftOut } from "./tests/support/tests-left-out.mjs";

/**
 * The development server puts styles and its own client into the page by script and socket, which the page's content
 * security policy forbids. The build keeps the policy, and the end-to-end tests run under it.
 */
const allowDevelopmentClient: Plugin = {
  name: "losscape:allow-development-client",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>/i, ""),
};

/** What starts first and alone, and what it then loads. */
const ENTRY = path.resolve("src/main.ts");
const PAGE = path.resolve("src/page/open-page.ts");
const reached = new Map<string, Set<string>>();

/** The modules that a module imports without `import()`, directly or by others, with itself. */
function listReached(root: string, modules: Pick<Rolldown.ChunkingContext, "getModuleInfo">): Set<string> {
  const known = reached.get(root);
  if (known) return known;
  const found = new Set<string>();
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(modules.getModuleInfo(next)?.importedIds ?? []));
  }
  reached.set(root, found);
  return found;
}

/** The chunk of a module that the page needs to open. three's modules have none: its index names them all, and the build divides them by their use. */
function chunkOfStart(id: string, modules: Pick<Rolldown.ChunkingContext, "getModuleInfo">): string | null {
  if (id.includes("/three/")) return null;
  if (listReached(ENTRY, modules).has(id)) return "first";
  return listReached(PAGE, modules).has(id) ? "start" : null;
}

/** The browser fetches the page's code while the first script, which imports it, is still on its way. */
const preloadPage: Plugin = {
  name: "losscape:preload-page",
  apply: "build",
  transformIndexHtml(_, { bundle = {} }) {
    const chunk = Object.values(bundle).find(({ name }) => name === "start");
    const imported = chunk?.type === "chunk" ? [chunk.fileName, ...chunk.imports] : [];
    return imported.map((file) => ({
      tag: "link",
      attrs: { rel: "modulepreload", crossorigin: true, href: `./${file}` },
      injectTo: "head" as const,
    }));
  },
};

export default defineConfig({
  // Relative addresses: the build can be served from any folder.
  base: "./",
  define: { LOSSCAPE_VERSION: JSON.stringify(packageFile.version) },
  plugins: [allowDevelopmentClient, leaveOutUnusedParts, preloadPage],
  resolve: { alias: [SINGLE_MODULES_OF_THREE] },
  // A tab would otherwise reload when a dependency is first met in the middle of a session, or of a test.
  optimizeDeps: {
    entries: ["index.html", "src/**/*.ts", "!src/cli/**", "!src/processor/assembly/**", "tests/{gpu,render}/**/*.ts"],
  },
  worker: { format: "es", plugins: () => [leaveOutUnusedParts] },
  build: {
    outDir: "dist/page",
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Two chunks for all that the page needs to open: without this, each set of modules that tools share would be a chunk of its own.
          groups: [{ name: chunkOfStart }],
        },
      },
    },
  },
  test: {
    reporters: ["default", new SlowestFiles(), new TestsLeftOut()],
    provide: { isLongRun: process.env.LOSSCAPE_LONG_RUN === "1" },
    // Beside the others, the graphics tests would slow down those that follow gestures and single frames.
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
