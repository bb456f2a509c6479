import widths from "./widths.json" with { type: "json" };

/** Text of the page, of its pictures and of its figures. Both faces are part of the build, so all look alike on every machine. */
export const FONT_FAMILY = 'Inter, "Noto Sans Math", system-ui, sans-serif';

/** Letters are as wide as the face says, whatever a machine says of how fonts are fitted to pixels. */
export const TEXT_RENDERING = "geometricPrecision";

const WIDTHS: Readonly<Record<string, number>> = widths;
/** Of a character that Inter lacks, such as one of another script in a file's name. */
const UNKNOWN_WIDTH = 1;
/** Semibold text is wider than the regular that is measured. */
const SLACK = 1.03;

/**
 * At least how wide a text in Inter is, up to semibold, from the face's own metrics; kerning is left out.
 * @returns in the unit of its size
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

/** Loads both faces, so that no canvas is painted in another. A page that cannot have them goes on with the system's own. */
export async function loadTypeface(): Promise<void> {
  const faces = ["400 13px Inter", "600 13px Inter", '400 13px "Noto Sans Math"'];
  await Promise.allSettled(faces.map((face) => document.fonts.load(face)));
}

/**
 * The style of a drawing that carries both faces with it. The page's security policy names it by its hash, since a drawing that becomes an
 * image is under the page's policy.
 * @param inter, mathematics  the faces as data addresses
 */
export function writeFaces(inter: string, mathematics: string): string {
  return (
    `@font-face{font-family:Inter;font-weight:400 700;src:url(${inter}) format("woff2")}` +
    `@font-face{font-family:"Noto Sans Math";src:url(${mathematics}) format("woff2")}`
  );
}
