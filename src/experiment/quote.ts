/**
 * Characters that are invisible or change how other characters look: control and format characters (also bidirectional and zero-width
 * ones), line and paragraph separators, unpaired surrogates, private and unassigned code points, characters that fonts may ignore, the
 * Braille blank, and every space other than U+0020.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** Text on one line, in which each invisible character is written as its code, such as `\u{202e}`. */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Untrusted text for a message: invisible characters are escaped, and the text is cut after `most` characters. */
export function quoteText(text: string, most = 60): string {
  let quoted = "";
  // Only the beginning can be shown, so a long text is not read to its end.
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
