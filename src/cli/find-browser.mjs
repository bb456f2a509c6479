import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const NOTHING_FOUND =
  "No browser was found and none could be fetched: install Chrome, Chromium or Edge, or set CHROME_PATH to one.";

/**
 * The list of flags for every headless run: tests, benchmarks and the command line. SwiftShader renders, so that results are the same
 * with and without a graphics card. To use the card, LOSSCAPE_ANGLE names another ANGLE backend (`vulkan`, `gl-egl`, `metal`, `d3d11`).
 * Chromium's sandbox does not work for root, and is switched off only then.
 *
 * @returns {string[]}
 */
export function browserArguments() {
  const angle = process.env.LOSSCAPE_ANGLE || "swiftshader";
  return [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    `--use-angle=${angle}`,
    // Only WebGL is rendered in software; without GPU compositing the page is drawn faster.
    ...(angle === "swiftshader" ? ["--enable-unsafe-swiftshader", "--disable-gpu-compositing"] : []),
    "--ignore-gpu-blocklist",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}

/**
 * Looks for a browser of the Chromium family: CHROME_PATH, then the system's own, then Playwright's.
 *
 * @returns {string | null} path of the executable
 * @throws {Error} one sentence when CHROME_PATH names no program
 */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!isProgram(chosen)) throw new Error(`CHROME_PATH: ${chosen} is not a program`);
    return chosen;
  }
  return systemBrowsers().find((file) => isProgram(file) && answers(file)) ?? playwrightBrowser();
}

/**
 * Finds a browser, and installs one where there is none: as root on Debian and similar systems the distribution's `chromium` package,
 * else Playwright's build. The installer's output goes to stderr.
 *
 * @returns {string} path of its executable
 * @throws {Error} one sentence that says what to install
 */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  process.stderr.write("Fetching a browser…\n");
  if (canInstallPackages()) {
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], environment);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], environment);
    const installed = findBrowser();
    if (installed) return installed;
  }
  const playwright = path.join(path.dirname(resolvePackage("playwright-core/package.json")), "cli.js");
  run(process.execPath, [playwright, "install", "chromium"], process.env);
  const fetched = playwrightBrowser();
  if (fetched && answers(fetched)) return fetched;
  throw new Error(NOTHING_FOUND);
}

/** @returns {string[]} the paths where a browser is usually installed: Chrome, then Chromium, then Edge */
function systemBrowsers() {
  if (process.platform === "darwin") {
    const folders = ["/Applications", path.join(process.env.HOME ?? "", "Applications")];
    const names = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return names.flatMap((name) => folders.map((folder) => `${folder}/${name}.app/Contents/MacOS/${name}`));
  }
  if (process.platform === "win32") {
    const folders = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) => process.env[name] ?? []);
    const names = [
      "Google/Chrome/Application/chrome.exe",
      "Chromium/Application/chrome.exe",
      "Microsoft/Edge/Application/msedge.exe",
    ];
    const usual = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
    return [...usual, ...onPath(["chrome.exe", "chromium.exe", "msedge.exe"])];
  }
  const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge-stable"];
  return [...onPath([...names, "microsoft-edge"]), "/opt/google/chrome/chrome", "/snap/bin/chromium"];
}

/**
 * @param {string[]} names
 * @returns {string[]} each name in each folder of PATH
 */
function onPath(names) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** @returns {string | null} Playwright's build, where it is installed */
function playwrightBrowser() {
  try {
    /** @type {typeof import("playwright-core")} */
    const { chromium } = createRequire(import.meta.url)("playwright-core");
    const file = chromium.executablePath();
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Whether a browser starts: some distributions have a script in its place that only explains how to install it. This is tested on Linux
 * only, because on other systems the test opens a window.
 *
 * @param {string} file
 */
function answers(file) {
  if (process.platform !== "linux") return true;
  return spawnSync(file, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

function canInstallPackages() {
  return process.platform === "linux" && process.getuid?.() === 0 && onPath(["apt-get"]).some(isProgram);
}

/**
 * @param {string} command
 * @param {string[]} options
 * @param {NodeJS.ProcessEnv} env
 */
function run(command, options, env) {
  spawnSync(command, options, { stdio: ["ignore", 2, 2], env });
}

/** @param {string} name */
function resolvePackage(name) {
  return createRequire(import.meta.url).resolve(name);
}
