import Papa from "papaparse";
import { quoteText } from "../../experiment/quote";
import { storageRounding } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import { chooseSet, LOSS_SETS } from "./choose-set";
import { findPointGrid, layOnGrid } from "./point-grid";
import { countPlaces, makeSurface, type Surface } from "./surface";

/** Spaces stand between the numbers of NumPy's savetxt. */
const DELIMITERS = [",", ";", "\t", "|", " "];

type Rows = readonly (readonly string[])[];

/**
 * A grid as text, in one of three forms: a row for each point with the columns x, y and others; a table of losses with x above and y on the
 * left; or a table of losses alone.
 * @throws FormatError
 */
export function readCsvSurface(bytes: Uint8Array, wanted: string | null): Surface {
  const rows = parseRows(bytes);
  const head = rows[0]!;
  const names = head.map((cell) => cell.trim().toLowerCase());
  if (names.includes("x") && names.length > 1) return readPoints(head, names, rows.slice(1), wanted);
  if (isWord(head[0]!) && head.length > 1 && !head.slice(1).some(isWord)) return readCornered(rows);
  if (head.some(isWord)) {
    throw new FormatError(
      `its first line names the columns ${head.map((cell) => quoteText(cell, 20)).join(", ")}, and a surface needs x, y and a loss`,
    );
  }
  return readTable(rows);
}

/** Whether a cell of the first line is a name, or the empty corner. */
const isWord = (cell: string): boolean => Number.isNaN(readCell(cell) ?? Number.NaN) && !/^nan$/i.test(cell.trim());

function parseRows(bytes: Uint8Array): Rows {
  const text = decode(bytes)
    .replace(/^\ufeff?sep=.*\r?\n/i, "")
    .replace(/^\ufeff/, "");
  const { data: rows, errors } = Papa.parse<string[]>(text, {
    skipEmptyLines: "greedy",
    comments: "#",
    delimitersToGuess: DELIMITERS,
  });
  const failure = errors.find(({ type }) => type === "Quotes");
  if (failure) throw new FormatError(`its line ${(failure.row ?? 0) + 1} has a quotation mark without its end`);
  if (rows.length === 0) throw new FormatError("it has no lines");
  const ragged = rows.findIndex((row) => row.length !== rows[0]!.length);
  if (ragged >= 0) {
    throw new FormatError(
      `its row ${ragged + 1} has ${rows[ragged]!.length} cells, and its first row has ${rows[0]!.length}`,
    );
  }
  if (rows.length * rows[0]!.length > 8 * FOREIGN_LIMITS.numbers) {
    throw new FormatError(`its ${rows.length * rows[0]!.length} cells are more than ${8 * FOREIGN_LIMITS.numbers}`);
  }
  return rows;
}

function decode(bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
const LONGEST_NUMBER = 60;

/** A cell's number, with a point or a comma before its decimals; NaN where it is empty or says that it is none; null for other text. */
function readCell(cell: string): number | null {
  const text = cell.trim();
  if (text === "" || /^[+-]?nan$/i.test(text)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text.length <= LONGEST_NUMBER && NUMBER.test(text) ? Number(text.replace(",", ".")) : null;
}

/** @param row  counted from 1, with the first line */
function readNumber(cell: string, row: number, column: number): number {
  const value = readCell(cell);
  if (value === null)
    throw new FormatError(`its cell in row ${row}, column ${column} is not a number: ${quoteText(cell, 30)}`);
  return value;
}

function readPoints(head: readonly string[], names: readonly string[], rows: Rows, wanted: string | null): Surface {
  if (rows.length === 0) throw new FormatError("it has names of columns and no numbers");
  const column = (index: number) => Float64Array.from(rows, (row, i) => readNumber(row[index]!, i + 2, index + 1));
  const [xColumn, yColumn] = [names.indexOf("x"), names.indexOf("y")];
  const sets = head.flatMap((name, index) => {
    const isNumbers = index !== xColumn && index !== yColumn && rows.every((row) => readCell(row[index]!) !== null);
    return isNumbers ? [name] : [];
  });
  const chosen = chooseSet(sets, wanted, LOSS_SETS);
  const losses = column(head.indexOf(chosen));
  const x = column(xColumn);
  const grid = findPointGrid(x, yColumn < 0 ? new Float64Array(x.length) : column(yColumn));
  const laid = layOnGrid(grid, losses);
  return makeSurface({
    ...TEXT,
    x: grid.x,
    y: grid.y,
    loss: laid,
    datasets: sets,
    chosen,
    notes: [],
  });
}

const TEXT = { program: "CSV", rounding: storageRounding("float64") } as const;

/** x in the first row, y in the first column. */
function readCornered(rows: Rows): Surface {
  const [head, ...lines] = rows as [readonly string[], ...string[][]];
  if (lines.length === 0) throw new FormatError("it has one row");
  const x = Float64Array.from(head.slice(1), (cell, i) => readNumber(cell, 1, i + 2));
  const y = Float64Array.from(lines, (line, i) => readNumber(line[0]!, i + 2, 1));
  const values = lines.flatMap((line, i) => line.slice(1).map((cell, j) => readNumber(cell, i + 2, j + 2)));
  return makeSurface({ ...TEXT, x, y, loss: Float64Array.from(values), datasets: ["loss"], chosen: "loss", notes: [] });
}

function readTable(rows: Rows): Surface {
  const columns = rows[0]!.length;
  const values = Float64Array.from(rows.flat(), (cell, i) =>
    readNumber(cell, Math.floor(i / columns) + 1, (i % columns) + 1),
  );
  const points = columns === 3 && rows.length > 3 ? findTriples(values) : null;
  if (points) return points;
  return makeSurface({
    ...TEXT,
    x: countPlaces(columns),
    y: rows.length === 1 ? null : countPlaces(rows.length),
    loss: values,
    datasets: ["loss"],
    chosen: "loss",
    notes: ["The file has no coordinates: x and y count its columns and rows."],
  });
}

/** Three columns without names are x, y and loss where the first two form a grid. */
function findTriples(values: Float64Array): Surface | null {
  const [x, y, loss] = [0, 1, 2].map((axis) => values.filter((_, i) => i % 3 === axis)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  try {
    const grid = findPointGrid(x, y);
    if (grid.y === null) return null;
    const notes = ["Its three columns are read as x, y and loss."];
    return makeSurface({
      ...TEXT,
      x: grid.x,
      y: grid.y,
      loss: layOnGrid(grid, loss),
      datasets: ["loss"],
      chosen: "loss",
      notes,
    });
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
