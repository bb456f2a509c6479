import { measureText } from "../drawing/typeface/typeface";

/** Like wrapText, with lines of about the same length, so that the last line is not a single word. */
export function wrapEvenly(text: string, size: number, width: number): string[] {
  const lines = wrapText(text, size, width);
  const even = measureText(text, size) / lines.length;
  for (let narrow = even; narrow < width; narrow += size) {
    const evener = wrapText(text, size, narrow);
    if (evener.length <= lines.length) return evener;
  }
  return lines;
}

/**
 * Breaks a text into lines no wider than `width`; a wider word has a line of its own.
 *
 * @param measure  the width of a line
 */
export function wrapText(
  text: string,
  size: number,
  width: number,
  measure: (line: string) => number = (line) => measureText(line, size),
): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && measure(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
