import Papa from "papaparse";
import { LIMITS } from "../../experiment/limits";
import { quoteText } from "../../experiment/quote";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import { decodeText, type TextEncoding } from "./decode-text";

/** How a table is written. What is given is taken; the rest is found from the text. */
export interface TableForm {
  readonly encoding: TextEncoding;
  readonly delimiter: string;
  readonly decimal: "." | ",";
  readonly hasHeader: boolean;
}

/** A column: numbers, NaN where one is missing, or texts. */
export type Column =
  | { readonly name: string; readonly kind: "number"; readonly values: Float64Array }
  | { readonly name: string; readonly kind: "text"; readonly values: readonly string[] };

/** A cell without a value. Rows are counted from 1, without the header. */
export interface MissingCell {
  readonly row: number;
  readonly column: string;
  /** What stands there. */
  readonly text: string;
}

export interface Table {
  readonly form: TableForm;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly missing: readonly MissingCell[];
}

const TABLE_LIMITS = {
  rows: 100_000,
  /** All inputs and outputs of a network. */
  columns: LIMITS.inputs.max + LIMITS.outputs.max,
  /** Rows times columns. */
  cells: 5_000_000,
  missing: 500_000,
} as const;

/** In this order: a comma may be a decimal comma, so the others are tried before it. */
const DELIMITERS = ["\t", ";", "|", ","];
/** Rows by which the delimiter is chosen. */
const SAMPLE_ROWS = 100;
/** What programs write where a value is missing, in lower case. */
const MISSING = new Set(["", "na", "n/a", "#n/a", "nan", "null", "?", "-"]);
const NUMBER = { ".": /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, ",": /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i };
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const DECIMAL_POINT = /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i;

/**
 * Reads a table of comma-, semicolon- or tab-separated values.
 *
 * @param form  what the user says of how it is written
 * @throws FormatError with one sentence that names the row, or the limit
 */
export function readTable(bytes: Uint8Array, form: Partial<Omit<TableForm, "encoding">> = {}): Table {
  if (bytes.length > FOREIGN_LIMITS.file) {
    throw new FormatError(`its ${bytes.length} bytes are more than ${FOREIGN_LIMITS.file}`);
  }
  const { text, encoding } = decodeText(bytes);
  // A spreadsheet's own first line names the delimiter.
  const named = /^sep=(.)\r?\n/i.exec(text);
  const body = named ? text.slice(named[0].length) : text;
  const delimiter = form.delimiter ?? named?.[1] ?? findDelimiter(body);
  const cells = splitCells(body, delimiter);
  const decimal = form.decimal ?? findDecimal(cells, delimiter);
  const hasHeader = form.hasHeader ?? isHeader(cells[0]!, decimal);
  const names = nameColumns(hasHeader ? cells[0]! : null, cells[0]!.length);
  const rows = hasHeader ? cells.slice(1) : cells;
  if (rows.length === 0) throw new FormatError("it has a header and no rows");
  if (rows.length > TABLE_LIMITS.rows) throw new FormatError(`it has more than ${TABLE_LIMITS.rows} rows`);
  return { form: { encoding, delimiter, decimal, hasHeader }, rows: rows.length, ...readColumns(names, rows, decimal) };
}

/** The first delimiter that divides all of the first rows into the same number of cells; else the one that divides most of them so. */
function findDelimiter(text: string): string {
  let best = { delimiter: ",", share: 0 };
  for (const delimiter of DELIMITERS) {
    const { data } = Papa.parse<string[]>(text, { delimiter, preview: SAMPLE_ROWS, skipEmptyLines: true });
    const widths = data.map((row) => row.length);
    const width = Math.max(...widths);
    const share = width < 2 ? 0 : widths.filter((other) => other === width).length / widths.length;
    if (share > best.share) best = { delimiter, share };
  }
  return best.delimiter;
}

function splitCells(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let width = 0;
  let failure: string | null = null;
  Papa.parse<string[]>(text, {
    delimiter,
    skipEmptyLines: true,
    step: ({ data, errors }, parser) => {
      const number = rows.length + 1;
      if (rows.length === 0) width = data.length;
      if (errors.some(({ type }) => type === "Quotes"))
        failure = `row ${number} of the file has a quotation mark without its end`;
      else if (width > TABLE_LIMITS.columns) failure = `its ${width} columns are more than ${TABLE_LIMITS.columns}`;
      else if (data.length !== width)
        failure = `row ${number} of the file has ${data.length} cells, and the first has ${width}`;
      // One line more than the rows may be a header.
      else if (rows.length > TABLE_LIMITS.rows) failure = `it has more than ${TABLE_LIMITS.rows} rows`;
      else if ((rows.length + 1) * width > TABLE_LIMITS.cells) failure = `it has more than ${TABLE_LIMITS.cells} cells`;
      if (failure === null) rows.push(data.map((cell) => cell.trim()));
      else parser.abort();
    },
  });
  if (failure !== null) throw new FormatError(failure);
  if (rows.length === 0) throw new FormatError("it has no rows");
  return rows;
}

/** Commas are decimal where another character divides the cells, some cells have one as numbers do, and none has a point so. */
function findDecimal(cells: readonly (readonly string[])[], delimiter: string): "." | "," {
  if (delimiter === ",") return ".";
  const has = (form: RegExp) => cells.some((row) => row.some((cell) => form.test(cell)));
  return has(DECIMAL_COMMA) && !has(DECIMAL_POINT) ? "," : ".";
}

const isMissing = (cell: string): boolean => MISSING.has(cell.toLowerCase());

/** The first row is a header where none of its cells is a number or empty. */
function isHeader(row: readonly string[], decimal: "." | ","): boolean {
  return row.every((cell) => cell !== "" && !NUMBER[decimal].test(cell));
}

/** Columns of one name are told apart: x, x (2). */
function nameColumns(header: readonly string[] | null, width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, j) => {
    const plain = header?.[j] || `column ${j + 1}`;
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain} (${count})`;
    taken.add(name);
    return name;
  });
}

function readColumns(names: readonly string[], rows: readonly (readonly string[])[], decimal: "." | ",") {
  const missing: MissingCell[] = [];
  rows.forEach((row, i) => {
    row.forEach((cell, j) => {
      if (!isMissing(cell)) return;
      if (missing.length === TABLE_LIMITS.missing) {
        throw new FormatError(`it has more than ${TABLE_LIMITS.missing} cells without a value`);
      }
      missing.push({ row: i + 1, column: names[j]!, text: cell });
    });
  });
  const columns = names.map((name, j): Column => {
    const isNumber = rows.every((row) => NUMBER[decimal].test(row[j]!) || isMissing(row[j]!));
    const isEmpty = rows.every((row) => isMissing(row[j]!));
    if (!isNumber || isEmpty) return { name, kind: "text", values: rows.map((row) => row[j]!) };
    return { name, kind: "number", values: Float64Array.from(rows, (row) => toNumber(row[j]!, decimal)) };
  });
  return { columns, missing };
}

function toNumber(cell: string, decimal: "." | ","): number {
  if (isMissing(cell)) return Number.NaN;
  return Number(decimal === "," ? cell.replace(",", ".") : cell);
}

/** The first cell of a column that is neither a number nor missing, and its row from 1; null where there is none. */
export function findText({ values }: Extract<Column, { kind: "text" }>, { decimal }: TableForm) {
  const row = values.findIndex((cell) => !NUMBER[decimal].test(cell) && !isMissing(cell));
  return row < 0 ? null : { row: row + 1, text: quoteText(values[row]!, 30) };
}
