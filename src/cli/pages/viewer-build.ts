import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { escapeXml } from "../../experiment/quote";
import { ensureFolder, ROOT } from "./app-build";

const FOLDER = path.join(ROOT, "dist/viewer");
const SCRIPT = path.join(FOLDER, "saved-page.js");

/** Builds the script of a saved page in dist/viewer, unless the build there has the same sources. */
export function ensureViewer(): Promise<void> {
  return ensureFolder(FOLDER, async () => {
    const [{ build }, { leaveOutUnusedParts, SINGLE_MODULES_OF_THREE }] = await Promise.all([
      import("vite"),
      import("./unused-parts"),
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
        modulePreload: false,
        license: { fileName: "licenses.md" },
        // One script with all that it needs.
        rolldownOptions: {
          input: path.join(ROOT, "src/viewer/saved-page.ts"),
          output: { codeSplitting: false, entryFileNames: path.basename(SCRIPT) },
        },
      },
    });
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
