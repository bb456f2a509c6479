import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type InlineConfig } from "vite";
import { ROOT } from "../pages/app-build";
import { ensureViewer } from "../pages/viewer-build";

const LIBRARY = path.join(ROOT, "dist/library");
const TYPES = path.join(LIBRARY, "types");
const PROGRAM = path.join(ROOT, "dist/cli");

const COMMON = { root: ROOT, configFile: false, publicDir: false, logLevel: "error" } as const satisfies InlineConfig;
const BUILD = { target: "es2022", minify: false, license: { fileName: "licenses.md" } } as const;

/** Builds what the package holds: the library with its types, the program, and the script of a saved page. Other packages are built in, and their licences stand beside. */
export async function buildPackage(): Promise<void> {
  await buildLibrary();
  writeTypes();
  await buildProgram();
  await ensureViewer();
}

async function buildLibrary(): Promise<void> {
  await build({
    ...COMMON,
    build: {
      ...BUILD,
      outDir: LIBRARY,
      lib: { entry: path.join(ROOT, "src/library/index.ts"), formats: ["es"] },
      rolldownOptions: {
        output: {
          // A file each, so that who builds a program with the library leaves out what it does not use.
          preserveModules: true,
          preserveModulesRoot: path.join(ROOT, "src"),
          // npm packs no folder of the name node_modules.
          entryFileNames: ({ name }) => `${name.replaceAll("node_modules", "packages")}.js`,
        },
      },
    },
  });
}

async function buildProgram(): Promise<void> {
  await build({
    ...COMMON,
    // They are loaded only for a browser.
    ssr: { noExternal: true, external: ["playwright-core", "vite"] },
    build: {
      ...BUILD,
      outDir: PROGRAM,
      ssr: true,
      rolldownOptions: {
        input: {
          bootstrap: path.join(ROOT, "src/cli/program.ts"),
          "case-worker": path.join(ROOT, "src/cli/survey/case-worker.ts"),
        },
        output: {
          // The places that the sources name: a worker beside the code that starts it, and the program one folder above.
          entryFileNames: ({ name }) => (name === "bootstrap" ? "bootstrap.mjs" : "code/[name].mjs"),
          chunkFileNames: "code/[name]-[hash].mjs",
        },
      },
    },
  });
}

/** Writes the declarations of the library, and of what it names. Node asks for the ending of every file. */
function writeTypes(): void {
  const compiler = path.join(ROOT, "node_modules/typescript/bin/tsc");
  const options = ["-p", path.join(ROOT, "src/library/tsconfig.json"), "--outDir", TYPES];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The types of the library could not be written: ${stdout}`);
  for (const name of readdirSync(TYPES, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = path.join(TYPES, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/((?:from|import\()\s*"\.{1,2}\/[^"]+)"/g, '$1.js"'));
  }
}
