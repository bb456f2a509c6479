import Papa from "papaparse";
import { quoteText } from "../../experiment/quote";
import { storageRounding } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import { decodeText } from "../tables/decode-text";
import { chooseSet, LOSS_SETS } from "./choose-set";
import { findPointGrid, layOnGrid } from "./point-grid";
import { countPlaces, makeSurface, type Surface } from "./surface";

/** Spaces stand between the numbers of NumPy's savetxt. */
const DELIMITERS = [",", ";", "\t", "|", " "];

const LINE_BREAK = 0x0a;
/** The delimiters of single bytes, but for the space, of which several may stand between two cells. */
const SEPARATORS = [0x2c, 0x3b, 0x09, 0x7c];
/** Lines of a grid as points, with some to spare, and cells of all of them. */
const MOST_LINES = FOREIGN_LIMITS.numbers;
const MOST_CELLS = 4 * FOREIGN_LIMITS.numbers;

/** The first line as text, and the numbers of all others. */
interface Table {
  readonly head: readonly string[];
  /** The number of lines below the first. */
  readonly count: number;
  /** [count · columns]; NaN where a cell is no number. */
  readonly values: Float64Array;
  /** What is wrong with the first cell of each column that is no number. */
  readonly complaints: ReadonlyMap<number, string>;
}

/**
 * A grid as text, in one of three forms: a row for each point with the columns x, y and others; a table of losses with x above and y on the
 * left; or a table of losses alone.
 * @throws FormatError
 */
export function readCsvSurface(bytes: Uint8Array, wanted: string | null): Surface {
  const table = parseTable(bytes);
  const { head } = table;
  const names = head.map((cell) => cell.trim().toLowerCase());
  if (names.includes("x") && names.length > 1) return readPoints(table, names, wanted);
  if (isWord(head[0]!) && head.length > 1 && !head.slice(1).some(isWord)) return readCornered(table);
  if (head.some(isWord)) {
    throw new FormatError(`its first line names the columns ${listNames(head)}, and a surface needs x, y and a loss`);
  }
  return readGrid(table);
}

/** Names of a message, of which only the first are shown. */
function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => quoteText(name.trim(), 20));
  return `${shown.join(", ")}${names.length > shown.length ? ", …" : ""}`;
}

/** Whether a cell of the first line is a name, or the empty corner. */
const isWord = (cell: string): boolean => Number.isNaN(readCell(cell) ?? Number.NaN) && !/^nan$/i.test(cell.trim());

function parseTable(bytes: Uint8Array): Table {
  checkCounts(bytes);
  const text = decodeText(bytes)
    .text.replace(/^\ufeff/, "")
    .replace(/^sep=.*\r?\n/i, "");
  let head: readonly string[] | null = null;
  let [count, values] = [0, new Float64Array(1_024)];
  const complaints = new Map<number, string>();
  let failure: string | null = null;
  Papa.parse<string[]>(text, {
    skipEmptyLines: "greedy",
    comments: "#",
    delimitersToGuess: DELIMITERS,
    step: ({ data: cells, errors }, parser) => {
      if (errors.some(({ type }) => type === "Quotes"))
        failure = `its row ${count + 2} has a quotation mark without its end`;
      if (head === null) {
        head = cells;
      } else if (cells.length !== head.length) {
        failure = `its row ${count + 2} has ${cells.length} cells, and its first row has ${head.length}`;
      } else {
        if (values.length < (count + 1) * cells.length) values = grow(values, (count + 1) * cells.length);
        for (const [column, cell] of cells.entries()) {
          const value = readCell(cell);
          values[count * cells.length + column] = value ?? Number.NaN;
          if (value === null && !complaints.has(column))
            complaints.set(column, describeCell(cell, count + 2, column + 1));
        }
        count++;
      }
      if (failure !== null) parser.abort();
    },
  });
  if (failure !== null) throw new FormatError(failure);
  const found = head as readonly string[] | null;
  if (!found) throw new FormatError("it has no lines");
  return { head: found, count, values: values.slice(0, count * found.length), complaints };
}

/** Refuses a text of too many lines or cells before it is taken apart. */
function checkCounts(bytes: Uint8Array): void {
  let [lines, cells] = [1, 1];
  for (let i = 0; i < bytes.length && lines <= MOST_LINES && cells <= MOST_CELLS; i++) {
    const byte = bytes[i];
    if (byte === LINE_BREAK) lines++;
    else if (SEPARATORS.includes(byte!)) cells++;
  }
  if (lines > MOST_LINES) throw new FormatError(`its lines are more than ${MOST_LINES}`);
  if (cells > MOST_CELLS) throw new FormatError(`its cells are more than ${MOST_CELLS}`);
}

function grow(values: Float64Array<ArrayBuffer>, least: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(Math.max(least, 2 * values.length));
  grown.set(values);
  return grown;
}

/** @param row  counted from 1, with the first line */
const describeCell = (cell: string, row: number, column: number): string =>
  `its cell in row ${row}, column ${column} is not a number: ${quoteText(cell, 30)}`;

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

const TEXT = { program: "CSV", rounding: storageRounding("float64") } as const;

function takeColumn({ head, count, values }: Table, column: number): Float64Array {
  return Float64Array.from({ length: count }, (_, row) => values[row * head.length + column]!);
}

/** @throws FormatError where one of these columns has a cell that is no number */
function expectNumbers({ complaints }: Table, columns: readonly number[]): void {
  const complaint = columns.map((column) => complaints.get(column)).find((sentence) => sentence !== undefined);
  if (complaint !== undefined) throw new FormatError(complaint);
}

function readPoints(table: Table, names: readonly string[], wanted: string | null): Surface {
  const { head, count, complaints } = table;
  if (count === 0) throw new FormatError("it has names of columns and no numbers");
  const [xColumn, yColumn] = [names.indexOf("x"), names.indexOf("y")];
  expectNumbers(table, [xColumn, yColumn]);
  const others = [...head.keys()].filter((column) => column !== xColumn && column !== yColumn);
  const sets = others.filter((column) => !complaints.has(column));
  if (sets.length === 0) expectNumbers(table, others);
  const labels = sets.map((column) => head[column]!.trim());
  const chosen = chooseSet(labels, wanted, LOSS_SETS);
  const x = takeColumn(table, xColumn);
  const grid = findPointGrid(x, yColumn < 0 ? new Float64Array(count) : takeColumn(table, yColumn));
  const loss = layOnGrid(grid, takeColumn(table, sets[labels.indexOf(chosen)]!));
  return makeSurface({ ...TEXT, x: grid.x, y: grid.y, loss, datasets: labels, chosen, notes: [] });
}

const LOSS = { datasets: ["loss"], chosen: "loss" } as const;

/** x in the first row, y in the first column. */
function readCornered(table: Table): Surface {
  const { head, count, values } = table;
  if (count === 0) throw new FormatError("it has one row");
  expectNumbers(table, [...head.keys()]);
  const x = Float64Array.from(head.slice(1), (cell) => readCell(cell) ?? Number.NaN);
  const loss = values.filter((_, i) => i % head.length > 0);
  return makeSurface({ ...TEXT, ...LOSS, x, y: takeColumn(table, 0), loss, notes: [] });
}

function readGrid(table: Table): Surface {
  const { head, count } = table;
  expectNumbers(table, [...head.keys()]);
  const first = Float64Array.from(head, (cell) => readCell(cell) ?? Number.NaN);
  const values = new Float64Array(first.length + table.values.length);
  values.set(first);
  values.set(table.values, first.length);
  const rows = count + 1;
  const points = head.length === 3 && rows > 3 ? findTriples(values) : null;
  if (points) return points;
  const y = rows === 1 ? null : countPlaces(rows);
  const notes = ["The file has no coordinates: x and y count its columns and rows."];
  return makeSurface({ ...TEXT, ...LOSS, x: countPlaces(head.length), y, loss: values, notes });
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
    return makeSurface({ ...TEXT, ...LOSS, x: grid.x, y: grid.y, loss: layOnGrid(grid, loss), notes });
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
