import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import fontverter from "fontverter";
import { Blob, Face, Font, Buffer as ShapingBuffer, shape } from "harfbuzzjs";
import subsetFont from "subset-font";
import { writeFaces } from "../../drawing/typeface/typeface";
import { ROOT } from "../pages/app-build";

const require = createRequire(import.meta.url);
const INTER = require.resolve("inter-ui/variable/InterVariable.woff2");
const NOTO_SANS_MATH = require.resolve("@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2");

/** Characters that a reader may type or a file may contain: ASCII, Latin-1 and the letters of Latin Extended-A, as inclusive ranges. */
const TYPED: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
];
/** Italic letters of formulas: MathML draws variables with these characters. */
const FORMULA_LETTERS: readonly (readonly [number, number])[] = [
  [0x210e, 0x210e],
  [0x1d434, 0x1d467],
  [0x1d6e2, 0x1d71b],
];
/** The font weights that the page uses; this range of the weight axis is kept. */
const WEIGHTS = { min: 400, max: 700 };
/** Font features that are kept: kerning, tabular figures and accents. Alternate letter forms are left out. */
const FEATURES = ["kern", "tnum", "mark", "mkmk", "ccmp", "locl"];

export interface CutTypefaces {
  /** Inter with a weight axis, WOFF2. */
  readonly text: Uint8Array;
  /** Noto Sans Math, WOFF2: the signs that Inter lacks, and formulas. */
  readonly mathematics: Uint8Array;
  /** Advance width of each character of Inter at weight 400, in ems. */
  readonly widths: Readonly<Record<string, number>>;
}

/**
 * Reduces both typefaces to the characters that the page may show: those that can be typed, and all others in its sources.
 * @throws Error when neither typeface has a character
 */
export async function cutTypefaces(): Promise<CutTypefaces> {
  const [inter, noto] = [readFileSync(INTER), readFileSync(NOTO_SANS_MATH)];
  const inText = await listCharacters(inter);
  const inMathematics = await listCharacters(noto);
  const written = listWritten();
  const missing = written.filter((character) => !inText.has(character) && !inMathematics.has(character));
  if (missing.length > 0) throw new Error(`No typeface has ${missing.join(" ")}`);
  const ofText = [...new Set([...expand(TYPED), ...written])].filter((character) => inText.has(character));
  const ofFormulas = [...expand(FORMULA_LETTERS), ...expand([[0x20, 0x7e]]), ...written];
  const text = await subsetFont(inter, ofText.join(""), {
    targetFormat: "woff2",
    variationAxes: { opsz: 14, wght: WEIGHTS },
    keepFeatures: FEATURES,
  });
  const mathematics = await subsetFont(noto, ofFormulas.join(""), { targetFormat: "woff2" });
  return { text, mathematics, widths: await measureCharacters(text, ofText.sort()) };
}

/** The hash, for the page's security policy, of the style element that embeds these typefaces in a drawing. */
export function hashFaces(text: Uint8Array, mathematics: Uint8Array): string {
  const address = (font: Uint8Array) => `data:font/woff2;base64,${Buffer.from(font).toString("base64")}`;
  const style = writeFaces(address(text), address(mathematics));
  return `sha256-${createHash("sha256").update(style).digest("base64")}`;
}

function expand(ranges: readonly (readonly [number, number])[]): string[] {
  return ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
  );
}

const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Every character beyond ASCII in the page's sources, without comments, which are never shown. */
export function listWritten(): string[] {
  const folder = path.join(ROOT, "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|css)$/.test(file) && !file.startsWith("cli"))
    .map((file) => path.join(folder, file));
  const texts = [...files, path.join(ROOT, "index.html")].map((file) =>
    readFileSync(file, "utf8").replace(COMMENT, ""),
  );
  return [...new Set(texts.join(""))].filter((character) => character.codePointAt(0)! > 0x7e).sort();
}

async function openFace(font: Uint8Array): Promise<Face> {
  return new Face(new Blob(await fontverter.convert(Buffer.from(font), "truetype")), 0);
}

/** The characters that a font has. */
export async function listCharacters(font: Uint8Array): Promise<ReadonlySet<string>> {
  return new Set(Array.from((await openFace(font)).collectUnicodes(), (code) => String.fromCodePoint(code)));
}

async function measureCharacters(
  font: Uint8Array,
  characters: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const face = await openFace(font);
  const shaping = new Font(face);
  const measure = (character: string) => {
    const buffer = new ShapingBuffer();
    buffer.addText(character);
    buffer.guessSegmentProperties();
    shape(shaping, buffer);
    const advance = buffer.getGlyphInfosAndPositions().reduce((sum, { xAdvance = 0 }) => sum + xAdvance, 0);
    return Number((advance / face.upem).toFixed(4));
  };
  return Object.fromEntries(characters.map((character) => [character, measure(character)]));
}
