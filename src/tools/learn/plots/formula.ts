import { html, mathml, type TemplateResult } from "lit";

/** A piece of a formula: MathML, or text with spaces between its names, signs and numbers. */
export type Piece = TemplateResult | string;

/**
 * A formula on a line of its own; the browser typesets it.
 * @param said  the formula as a screen reader reads it
 */
export function formula(said: string, ...pieces: readonly Piece[]): TemplateResult {
  return html`<math display="block" aria-label=${said}>${row(...pieces)}</math>`;
}

/** Several pieces as one. */
export function row(...pieces: readonly Piece[]): TemplateResult {
  return mathml`<mrow>${pieces.map((piece) => (typeof piece === "string" ? setWords(piece) : piece))}</mrow>`;
}

export function sup(base: Piece, exponent: Piece): TemplateResult {
  return mathml`<msup>${row(base)}${row(exponent)}</msup>`;
}

export function sub(base: Piece, index: Piece): TemplateResult {
  return mathml`<msub>${row(base)}${row(index)}</msub>`;
}

export function fraction(above: Piece, below: Piece): TemplateResult {
  return mathml`<mfrac>${row(above)}${row(below)}</mfrac>`;
}

/** A sum or a mean with its index below it. */
export function over(operator: "∑" | "mean", index: Piece): TemplateResult {
  return mathml`<munder><mo>${operator}</mo>${row(index)}</munder>`;
}

/** A word is a number, a name, or else a sign. The browser sets names of several letters upright: they are functions. */
function kindOfWord(word: string): "mn" | "mi" | "mo" {
  if (/^[\d.]+$/.test(word)) return "mn";
  return /^\p{Letter}+$/u.test(word) ? "mi" : "mo";
}

/** English words in a formula. */
export function words(text: string): TemplateResult {
  return mathml`<mtext>\u2002${text}\u2002</mtext>`;
}

function setWords(text: string): readonly TemplateResult[] {
  const all = text.split(" ").filter((word) => word !== "");
  return all.map((word, i) => setWord(word, all[i - 1], all[i + 1]));
}

function setWord(word: string, before: string | undefined, after: string | undefined): TemplateResult {
  const kind = kindOfWord(word);
  if (kind === "mn") return mathml`<mn>${word}</mn>`;
  // A prime belongs to its letter.
  if (word === "′" || word === "″") return mathml`<mo lspace="0" rspace="0">${word}</mo>`;
  if (word === "−" && (before === undefined || before === "(" || before === "=")) {
    return mathml`<mo form="prefix">${word}</mo>`;
  }
  if (kind === "mo") return mathml`<mo>${word}</mo>`;
  const isFunction = word.length > 1 && after !== undefined && after !== "(";
  return isFunction ? mathml`<mi>${word}</mi><mspace width="0.17em" />` : mathml`<mi>${word}</mi>`;
}
