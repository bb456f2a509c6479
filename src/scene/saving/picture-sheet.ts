import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { PictureSize } from "../../drawing/picture/picture-size";
import { chooseFont } from "../../drawing/typeface/typeface";
import { openPainting } from "../stage/scene-stage";
import { decodeLegend, encodePng, type LegendImage } from "./capture";

/** One of several pictures on a sheet, with its texts. */
export interface SheetColumn {
  readonly title: string;
  /** Under the title. */
  readonly subtitle: string;
  readonly picture: Blob;
  /** The picture's size on screen, CSS pixels. */
  readonly size: PictureSize;
  /** Lines under the picture; the first is emphasised. */
  readonly captions: readonly string[];
  readonly legend: LegendContent | null;
}

/** Pictures side by side, with one heading above them and notes below them. */
export interface PictureSheet {
  readonly heading: string;
  readonly columns: readonly SheetColumn[];
  readonly notes: readonly string[];
}

const MARGIN = 20;
const GAP = 16;
/** Vertical distance between two blocks. */
const BLOCK_GAP = 10;
const LINE_SHARE = 1.4;

/** Breaks a text into lines that fit a width; a longer word has a line of its own. */
export function breakLines(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Lines of text in one style. */
interface TextBlock {
  readonly lines: readonly string[];
  readonly font: string;
  readonly color: string;
  readonly lineHeight: number;
}

/** A column of the sheet: a picture and its texts, broken into lines. */
interface LaidColumn {
  readonly width: number;
  readonly head: readonly TextBlock[];
  readonly picture: ImageBitmap;
  readonly size: PictureSize;
  readonly captions: readonly TextBlock[];
  readonly legend: LegendImage | null;
}

function measureBlocks(blocks: readonly TextBlock[]): number {
  return blocks.reduce((sum, { lines, lineHeight }) => sum + lines.length * lineHeight, 0);
}

/**
 * Paints a sheet.
 *
 * @param scale  pixels per CSS pixel
 * @returns a PNG
 * @throws Error when the browser cannot create, decode or encode a picture of that size
 */
export async function paintSheet(sheet: PictureSheet, theme: ThemeName, scale: 1 | 2 | 4): Promise<Blob> {
  const tokens = THEMES[theme];
  const context = openPainting(document.createElement("canvas"));
  const write = (text: string, width: number, size: number, weight: number, color: string): TextBlock => {
    const font = `${weight} ${size}px`;
    chooseFont(context, font);
    const lines = breakLines(text, width, (line) => context.measureText(line).width);
    return { lines, font, color, lineHeight: Math.round(size * LINE_SHARE) };
  };
  const columns = await Promise.all(
    sheet.columns.map(async ({ title, subtitle, picture, size, captions, legend }): Promise<LaidColumn> => {
      const image = legend ? await decodeLegend(legend, tokens, { panel: true, scale }) : null;
      const width = Math.max(size.width, image?.width ?? 0);
      return {
        width,
        head: [write(title, width, 15, 650, tokens.ink), write(subtitle, width, 12, 400, tokens.muted)],
        picture: await createImageBitmap(picture),
        size,
        captions: captions.map((text, index) =>
          write(text, width, index === 0 ? 14 : 12, index === 0 ? 600 : 400, index === 0 ? tokens.ink : tokens.muted),
        ),
        legend: image,
      };
    }),
  );
  const inner = columns.reduce((sum, { width }) => sum + width, 0) + GAP * Math.max(0, columns.length - 1);
  const heading = [write(sheet.heading, inner, 17, 600, tokens.ink)];
  const notes = sheet.notes.map((note) => write(note, inner, 12, 400, tokens.muted));
  const tallest = (measure: (column: LaidColumn) => number) => Math.max(0, ...columns.map(measure));
  // Row by row: heading, titles, pictures, captions, legends, notes.
  const rows = [
    measureBlocks(heading),
    tallest(({ head }) => measureBlocks(head)),
    tallest(({ size }) => size.height),
    tallest(({ captions }) => measureBlocks(captions)),
    tallest(({ legend }) => legend?.height ?? 0),
    measureBlocks(notes),
  ].map((height) => (height > 0 ? height + BLOCK_GAP : 0));
  const tops = rows.map((_, index) => rows.slice(0, index).reduce((sum, height) => sum + height, MARGIN));
  const height = rows.reduce((sum, row) => sum + row, 2 * MARGIN - BLOCK_GAP);

  const { canvas } = context;
  canvas.width = Math.round((inner + 2 * MARGIN) * scale);
  canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = tokens.background;
  context.fillRect(0, 0, inner + 2 * MARGIN, height);
  context.textBaseline = "top";
  const place = (blocks: readonly TextBlock[], x: number, row: number): void => {
    let y = tops[row] ?? 0;
    for (const { lines, font, color, lineHeight } of blocks) {
      chooseFont(context, font);
      context.fillStyle = color;
      for (const line of lines) {
        context.fillText(line, x, y);
        y += lineHeight;
      }
    }
  };
  place(heading, MARGIN, 0);
  let left = MARGIN;
  for (const { width, head, picture, size, captions, legend } of columns) {
    place(head, left, 1);
    context.drawImage(picture, left, tops[2] ?? 0, size.width, size.height);
    place(captions, left, 3);
    if (legend) context.drawImage(legend.image, left, tops[4] ?? 0, legend.width, legend.height);
    picture.close();
    left += width + GAP;
  }
  place(notes, MARGIN, 5);
  return encodePng(canvas);
}
