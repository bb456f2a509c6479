/** Widths of characters in Helvetica and its kin, in parts of the size: text is laid out where nothing can measure it. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl'|]/, 0.23],
  [/[ftI .,:;/!()[\]\\]/, 0.29],
  [/[r-]/, 0.34],
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/, 0.36],
  [/[ckszxvyJ]/, 0.5],
  [/[mMW%]/, 0.86],
  [/[wCDGHNOQRU]/, 0.73],
  [/[ABEFKLPSTVXYZ&]/, 0.66],
  [/[−×+=<>≤≥∞±~]/, 0.58],
];
const USUAL = 0.556;
const WIDE_SYMBOL = /[—θλΔ‖∈·]/;

/** @returns the width of a text, in the unit of its size */
export type MeasureText = (text: string, size: number) => number;

/** About how wide a text in Helvetica, Arial or Liberation Sans is. */
export function measureHelvetica(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    const known = WIDTHS.find(([pattern]) => pattern.test(character));
    width += known ? known[1] : WIDE_SYMBOL.test(character) ? 0.62 : USUAL;
  }
  return width * size;
}

/** As wrapText, with lines about as long as one another: no word is left alone on the last. */
export function wrapEvenly(text: string, size: number, width: number, measure: MeasureText): string[] {
  const lines = wrapText(text, size, width, measure);
  const even = measure(text, size) / lines.length;
  for (let narrow = even; narrow < width; narrow += size) {
    const evener = wrapText(text, size, narrow, measure);
    if (evener.length <= lines.length) return evener;
  }
  return lines;
}

/** Breaks a text into lines no wider than `width`; a word that is wider stands alone. */
export function wrapText(text: string, size: number, width: number, measure: MeasureText): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && measure(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
