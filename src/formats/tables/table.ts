import Papa from "papaparse";

export type Cell = string | number | null;

/**
 * Writes rows as comma-separated text with a header. Numbers have all their digits; a number that is not finite becomes an empty cell.
 * Text that a spreadsheet would run as a formula is quoted.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${Papa.unparse({ fields: [...head], data: finiteCells(rows) }, { escapeFormulae: true })}\r\n`;
}

/** The same without a header, for a table that is written in parts. */
export function writeCsvRows(rows: readonly (readonly Cell[])[]): string {
  return `${Papa.unparse(finiteCells(rows), { escapeFormulae: true })}\r\n`;
}

function finiteCells(rows: readonly (readonly Cell[])[]): Cell[][] {
  return rows.map((row) => row.map((cell) => (typeof cell === "number" && !Number.isFinite(cell) ? null : cell)));
}
