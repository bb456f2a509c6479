/**
 * What shows as nothing, or changes how the rest shows: controls, formats (bidirectional ones and zero widths among them), line and
 * paragraph separators, unpaired surrogates, private and unassigned code points, what fonts may ignore, the blank of Braille, and every
 * space but the one.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** Text on one line, where each character that cannot be seen is written `\u{202e}`. */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Foreign text for a message: what cannot be seen is escaped, and beyond so many characters it is cut. */
export function quoteText(text: string, most = 60): string {
  let quoted = "";
  // More cannot be shown: what may be long is not read to its end.
  for (const character of text.slice(0, 2 * most)) {
    const next = quoted + escapeInvisible(character);
    if (next.length > most) return `${quoted}…`;
    quoted = next;
  }
  return text.length > 2 * most ? `${quoted}…` : quoted;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 allows no other control characters, escaped or not. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as the content, or a quoted attribute, of an XML document. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
