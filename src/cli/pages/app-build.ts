import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PreviewServer } from "vite";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const BUILD_FOLDER = path.join(ROOT, "dist/page");
const SOURCES = [
  "src",
  "shaders",
  "public",
  "index.html",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "tsconfig.json",
  "src/cli/pages/unused-parts.ts",
];

/** Makes the production build in dist/page, unless the build there has the same sources. Prints nothing. */
export function ensureBuild(): Promise<void> {
  return ensureFolder(BUILD_FOLDER, async () => {
    const { build } = await import("vite");
    await build({ root: ROOT, logLevel: "error" });
  });
}

/** Makes a build in its folder, unless the build there has the same sources, or there are no sources: the package has its builds. */
export async function ensureFolder(folder: string, make: () => Promise<void>): Promise<void> {
  if (!existsSync(path.join(ROOT, "src"))) return;
  // The file with the fingerprint of a build's sources.
  const stamp = path.join(folder, ".fingerprint");
  const fingerprint = fingerprintSources();
  if (readText(stamp) === fingerprint) return;
  // The mode is set here, because a test runner's mode would use the development builds of libraries.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production";
  await make().finally(() => {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  });
  writeFileSync(stamp, fingerprint);
}

export interface ServedApp {
  /** Ends with a slash. */
  readonly address: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Where this port is in use, the next free one is used; 0: any free port. */
  readonly port: number;
  readonly open: boolean;
}

/** Serves the production build to this machine only. */
export async function serveBuild({ port, open }: ServeOptions = { port: 0, open: false }): Promise<ServedApp> {
  const { preview } = await import("vite");
  const server: PreviewServer = await preview({
    root: ROOT,
    configFile: false,
    base: "/",
    build: { outDir: BUILD_FOLDER },
    logLevel: "error",
    preview: { host: "127.0.0.1", port, open },
  });
  const { port: taken } = server.httpServer.address() as AddressInfo;
  return { address: `http://127.0.0.1:${taken}/`, close: () => server.close() };
}

function fingerprintSources(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of listFiles(path.join(ROOT, source))) {
      hash
        .update(`${path.relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** Every file at or below a path, in a fixed order; none where the path does not exist. The command line is not part of the build. */
function listFiles(place: string): string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found || place === path.join(ROOT, "src/cli")) return [];
  if (found.isFile()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => listFiles(path.join(place, name)));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
