import Papa from "papaparse";

export type Cell = string | number | null;

/**
 * Writes rows as comma-separated text with a head. Numbers have all their digits; one that is not finite leaves its cell empty. Text that
 * a spreadsheet would run as a formula is quoted.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const data = rows.map((row) => row.map((cell) => (typeof cell === "number" && !Number.isFinite(cell) ? null : cell)));
  return `${Papa.unparse({ fields: [...head], data }, { escapeFormulae: true })}\r\n`;
}
