import widths from "./widths.json" with { type: "json" };

/** The typefaces of the page, its pictures and its figures. Both are part of the build, so text looks the same on every machine. */
export const FONT_FAMILY = 'Inter, "Noto Sans Math", system-ui, sans-serif';

/** Letters are as wide as the face says, whatever a machine says of how fonts are fitted to pixels. */
export const TEXT_RENDERING = "geometricPrecision";

const WIDTHS: Readonly<Record<string, number>> = widths;
/** Width of a character that Inter lacks, such as one of another script in a file's name. */
const UNKNOWN_WIDTH = 1;
/** Semibold text is wider by this factor than regular text, which is measured. */
const SLACK = 1.03;

/**
 * An upper bound on the width of a text in Inter, up to semibold, from the typeface's metrics, without kerning.
 * @returns the width in the unit of the text size
 */
export function measureText(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += WIDTHS[character] ?? UNKNOWN_WIDTH;
  return SLACK * width * size;
}

/**
 * Chooses the font of what a canvas writes next.
 * @param style  weight and size, as in "500 12px"
 */
export function chooseFont(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, style: string): void {
  context.font = `${style} ${FONT_FAMILY}`;
  context.textRendering = TEXT_RENDERING;
}

/** Loads both typefaces before a canvas is painted. Where that fails, the page uses the system's typeface. */
export async function loadTypeface(): Promise<void> {
  const faces = ["400 13px Inter", "600 13px Inter", '400 13px "Noto Sans Math"'];
  await Promise.allSettled(faces.map((face) => document.fonts.load(face)));
}

/**
 * The style element of a drawing with both typefaces embedded. The page's security policy applies to a drawing that is an image, so the
 * policy lists the hash of this style.
 * @param inter, mathematics  the typefaces as data URLs
 */
export function writeFaces(inter: string, mathematics: string): string {
  return (
    `@font-face{font-family:Inter;font-weight:400 700;src:url(${inter}) format("woff2")}` +
    `@font-face{font-family:"Noto Sans Math";src:url(${mathematics}) format("woff2")}`
  );
}
