/**
 * `npm run typeface`: reduces the page's two typefaces to the characters that the page may show, and lists the characters' widths. The
 * files are kept in src/drawing/typeface, so that a build needs neither the packages nor this command. Run it when the sources use a new
 * character.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { cutTypefaces, hashFaces } from "../gallery/cut-typefaces";
import { ROOT } from "../pages/app-build";

const FOLDER = path.join(ROOT, "src/drawing/typeface");
const require = createRequire(import.meta.url);

const { text, mathematics, widths } = await cutTypefaces();
writeFileSync(path.join(FOLDER, "inter.woff2"), text);
writeFileSync(path.join(FOLDER, "noto-sans-math.woff2"), mathematics);
writeFileSync(path.join(FOLDER, "widths.json"), `${JSON.stringify(widths, null, 2)}\n`);
writeFileSync(path.join(FOLDER, "inter-license.txt"), readLicense("inter-ui", "LICENSE.txt"));
writeFileSync(path.join(FOLDER, "noto-sans-math-license.txt"), readLicense("@fontsource/noto-sans-math", "LICENSE"));

const PAGE = path.join(ROOT, "index.html");
writeFileSync(PAGE, readFileSync(PAGE, "utf8").replace(/'sha256-[^']*'/, `'${hashFaces(text, mathematics)}'`));

function readLicense(name: string, file: string): string {
  return readFileSync(path.join(path.dirname(require.resolve(`${name}/package.json`)), file), "utf8");
}
