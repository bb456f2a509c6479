import path from "node:path";
import { playwright } from "@vitest/browser-playwright";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";
import packageFile from "./package.json" with { type: "json" };
import { browserArguments, findBrowser } from "./src/cli/find-browser.mjs";
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

/**
 * The parts of three that the surface does not use: it has its own shaders, no lights that throw shadows, no environment and no headset.
 * three's renderer refers to them all the same, so each is replaced by the least that it needs.
 */
const UNUSED_PARTS_OF_THREE: Readonly<Record<string, string>> = {
  "renderers/shaders/ShaderChunk.js": "export const ShaderChunk = {};",
  "renderers/shaders/ShaderLib.js": "export const ShaderLib = {};",
  "renderers/webgl/WebGLOutput.js": "export class WebGLOutput {}",
  "renderers/webgl/WebGLShadowMap.js": "export class WebGLShadowMap { enabled = false; render() {} }",
  "renderers/webxr/WebXRManager.js": `
    import { EventDispatcher } from "../../core/EventDispatcher.js";
    export class WebXRManager extends EventDispatcher {
      enabled = false;
      isPresenting = false;
      getEnvironmentBlendMode() {}
      setAnimationLoop() {}
      dispose() {}
    }`,
  "extras/PMREMGenerator.js": "export class PMREMGenerator {}",
};

const leaveOutPartsOfThree: Plugin = {
  name: "losscape:leave-out-parts-of-three",
  apply: "build",
  load(id) {
    const part = id.split("/three/src/")[1];
    return (part && UNUSED_PARTS_OF_THREE[part]) ?? null;
  },
};

const ENTRY = path.resolve("src/main.ts");
let neededToOpen: Set<string> | null = null;

/**
 * Whether the page's entry imports a module without `import()`, directly or by others. three's modules are not counted: its index
 * names them all, and the build divides them by their use.
 */
function isNeededToOpen(id: string, modules: Pick<Rolldown.ChunkingContext, "getModuleInfo">): boolean {
  if (!neededToOpen) {
    neededToOpen = new Set();
    const open = [ENTRY];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (neededToOpen.has(next)) continue;
      neededToOpen.add(next);
      open.push(...(modules.getModuleInfo(next)?.importedIds ?? []));
    }
  }
  return neededToOpen.has(id) && !id.includes("/three/");
}

export default defineConfig({
  // Relative addresses: the build can be served from any folder.
  base: "./",
  define: { LOSSCAPE_VERSION: JSON.stringify(packageFile.version) },
  plugins: [allowDevelopmentClient, leaveOutPartsOfThree],
  // three's single modules, so that the build leaves out those that nothing imports.
  resolve: { alias: [{ find: /^three$/, replacement: "three/src/Three.js" }] },
  // A tab would otherwise reload when a dependency is first met in the middle of a session, or of a test.
  optimizeDeps: {
    entries: ["index.html", "src/**/*.ts", "!src/cli/**", "!src/processor/assembly/**", "tests/{gpu,render}/**/*.ts"],
  },
  worker: { format: "es", plugins: () => [leaveOutPartsOfThree] },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One chunk for all that the page needs to open: without this, each set of modules that tools share would be a chunk of its own.
          groups: [{ name: (id, modules) => (isNeededToOpen(id, modules) ? "start" : null) }],
        },
      },
    },
  },
  test: {
    reporters: ["default", new SlowestFiles(), new TestsLeftOut()],
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
