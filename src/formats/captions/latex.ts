/** What LaTeX reads as commands, and how it is written as text. */
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "#": "\\#",
  "%": "\\%",
  "&": "\\&",
  $: "\\$",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "$<$",
  ">": "$>$",
};

/** Characters of captions that the fonts of LaTeX lack, in its mathematics. */
const SYMBOLS: Readonly<Record<string, string>> = {
  "−": "$-$",
  "×": "$\\times$",
  "·": "$\\cdot$",
  "≥": "$\\ge$",
  "≤": "$\\le$",
  "±": "$\\pm$",
  "∞": "$\\infty$",
  "‖": "$\\|$",
  "°": "$^\\circ$",
  "½": "$\\frac12$",
  "→": "$\\to$",
  "↔": "$\\leftrightarrow$",
  "∂": "$\\partial$",
  Δ: "$\\Delta$",
  θ: "$\\theta$",
  λ: "$\\lambda$",
  σ: "$\\sigma$",
  "–": "--",
  "—": "---",
  "…": "\\dots{}",
  "’": "'",
  "‘": "`",
  "“": "``",
  "”": "''",
  "\u00a0": "~",
};

const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"].map((character, index) => [character, "0123456789-+"[index]!]),
);

const PIECES = new RegExp(`[${Object.keys(SUPERSCRIPTS).join("")}]+|.`, "gsu");

/** A caption as a LaTeX command. Other characters stay as they are: LaTeX reads UTF-8. */
export function writeLatexCaption(caption: string): string {
  const written = caption.replace(PIECES, (piece) => {
    const digits = [...piece].map((character) => SUPERSCRIPTS[character]);
    if (!digits.includes(undefined)) return `$^{${digits.join("")}}$`;
    return ESCAPES[piece] ?? SYMBOLS[piece] ?? piece;
  });
  // Two formulae that meet are one.
  return `\\caption{${written.replace(/(?<!\\)\$\$/g, "")}}`;
}
