import Papa from "papaparse";

export type Cell = string | number | null;

/**
 * Writes rows as comma-separated text with a header. Numbers have all their digits; a number that is not finite becomes an empty cell.
 * Text that a spreadsheet would run as a formula is quoted.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const data = rows.map((row) => row.map((cell) => (typeof cell === "number" && !Number.isFinite(cell) ? null : cell)));
  return `${Papa.unparse({ fields: [...head], data }, { escapeFormulae: true })}\r\n`;
}
