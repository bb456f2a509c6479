import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * Installs the packages of package-lock.json where node_modules lacks one or has another version. Prints nothing when all are there.
 * npm's report goes to stderr, because stdout belongs to the command that follows. Install scripts are not run: no dependency needs one.
 *
 * @param {string} root  folder of package.json
 * @throws {Error} one sentence when npm fails
 */
export function installPackages(root) {
  if (packagesMatchLock(root)) return;
  process.stderr.write("Installing packages…\n");
  const npm = process.env.npm_execpath;
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const settings = { cwd: root, stdio: ["ignore", 2, 2], env: { ...process.env, NODE_ENV: "development" } };
  const run = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...options], settings)
    : spawnSync("npm", options, { ...settings, shell: process.platform === "win32" });
  if (run.status !== 0) throw new Error("The packages could not be installed: npm ci failed, see above.");
}

/**
 * Whether node_modules has every package of the lock file in its version. npm lists the installed packages in
 * node_modules/.package-lock.json, without packages for other platforms.
 *
 * @param {string} root
 * @returns {boolean}
 */
function packagesMatchLock(root) {
  const installedFile = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === "") return true;
    const found = installed[place];
    return found ? found.version === version : optional === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>} by path, such as node_modules/three
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}
