import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { escapeXml } from "../../experiment/quote";
import { ensureFolder, ROOT } from "./app-build";

const FOLDER = path.join(ROOT, "dist/viewer");
const SCRIPT = path.join(FOLDER, "saved-page.js");

/** Builds both scripts of src/viewer in dist/viewer, unless the build there has the same sources: that of a saved page, and the element. */
export function ensureViewer(): Promise<void> {
  return ensureFolder(FOLDER, async () => {
    for (const name of ["saved-page", "losscape-view"]) await buildScript(name, name === "saved-page");
  });
}

/** Builds one script with all that it needs. */
async function buildScript(name: string, isFirst: boolean): Promise<void> {
  const [{ build }, { leaveOutUnusedParts, SINGLE_MODULES_OF_THREE }] = await Promise.all([
    import("vite"),
    import("./unused-parts.mjs"),
  ]);
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [leaveOutUnusedParts],
    resolve: { alias: [SINGLE_MODULES_OF_THREE] },
    worker: { format: "es", plugins: () => [leaveOutUnusedParts] },
    build: {
      target: "es2022",
      outDir: FOLDER,
      emptyOutDir: isFirst,
      modulePreload: false,
      license: { fileName: `${name}-licenses.md` },
      rolldownOptions: {
        input: path.join(ROOT, `src/viewer/${name}.ts`),
        output: { codeSplitting: false, entryFileNames: "[name].js" },
      },
    },
  });
}

/**
 * A result as one page that opens from a disk, without a network: its script, typefaces and numbers stand in it, and its security policy
 * allows nothing else.
 *
 * @param result  the document as JSON
 */
export async function writeSavedPage(result: string, title: string): Promise<string> {
  await ensureViewer();
  // Neither the script nor the numbers may end their element.
  const script = readFileSync(SCRIPT, "utf8").replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  const policy = `default-src 'none'; script-src 'sha256-${hashOf(script)}'; style-src 'sha256-${hashOf(STYLE)}'; font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main id="view"></main>
<noscript>This page draws a surface, so it needs JavaScript.</noscript>
<script type="application/json" id="result">${result.replaceAll("<", "\\u003c")}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

const STYLE = "html,body{height:100%;margin:0}#view{height:100%}";

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");
