import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { preview } from "vite";

/** A production build, served to this machine, that remembers what was asked for. */
export interface ServedBuild {
  /** Ends with a slash. */
  readonly address: string;
  /** Bytes of the scripts, compressed, that were first asked for between these two times of the clock, in milliseconds. */
  sizeOfScripts(from: number, until: number): number;
  close(): Promise<void>;
}

/** @param built  the folder of the build, in the folder of the sources */
export async function serveFolder(folder: string, built = "dist/page"): Promise<ServedBuild> {
  const server = await preview({
    root: folder,
    configFile: false,
    base: "/",
    build: { outDir: built },
    logLevel: "error",
    preview: { host: "127.0.0.1", port: 0 },
  });
  const requests: { readonly file: string; readonly at: number }[] = [];
  server.httpServer.on("request", ({ url = "/" }: { url?: string }) => {
    requests.push({ file: new URL(url, "http://localhost").pathname, at: Date.now() });
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    sizeOfScripts(from, until) {
      const asked = requests.filter(({ at, file }) => at >= from && at <= until && file.endsWith(".js"));
      const files = new Set(asked.map(({ file }) => file));
      const sizes = [...files].map((file) => gzipSync(readFileSync(path.join(folder, built, file))).length);
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    close: () => server.close(),
  };
}
