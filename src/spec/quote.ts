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
