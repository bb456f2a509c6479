import { LIMITS } from "../../experiment/limits";
import { quoteText } from "../../experiment/quote";
import type { DatasetSpec } from "../../experiment/spec";
import { createRandom } from "../../numeric/random";
import { joinWords } from "../../words/names";
import { FormatError } from "../format-error";
import { type Column, findText, type Table } from "./read-table";

/** What is made of a table. Columns are chosen by name. */
export interface TableChoice {
  /** Absent: every column of numbers that is no target. */
  readonly inputs?: readonly string[];
  readonly targets: readonly string[];
  /** Whether the target's values are classes; absent: text is, and so are two values, or up to 10 whole ones. */
  readonly isClass?: boolean;
  /** Whether inputs, and targets that are numbers, get mean 0 and standard deviation 1 (false). */
  readonly isStandardised?: boolean;
  /** Outputs of the network: two classes are 0 and 1 for one output, one-hot for two. */
  readonly outputs?: number;
  /** Rows that are drawn where there are more. */
  readonly samples?: number;
  /** Seed of that draw (0). */
  readonly seed?: number;
}

/** A column as it stands in the data set: value = number · deviation + mean. */
export interface ScaledColumn {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** A data set that was made of a table, and how. */
export interface TableDataset {
  readonly dataset: Extract<DatasetSpec, { kind: "points" }>;
  readonly inputs: readonly ScaledColumn[];
  /** The classes in the order of the outputs; null where the targets are numbers. */
  readonly classes: readonly string[] | null;
  /** Targets that are numbers. */
  readonly targets: readonly ScaledColumn[];
  /** Sentences that say what was left out, scaled and drawn. */
  readonly notes: readonly string[];
}

type NumberColumn = Extract<Column, { kind: "number" }>;

/** Most numbers of the inputs, so that an experiment stays a file that is quickly read. */
const MOST_NUMBERS = 2_000_000;
/** Cells and columns that one sentence names. */
const MOST_NAMED = 12;

/**
 * Makes a data set from columns of a table. Rows without a value in one of them are left out.
 * @throws FormatError with one sentence that names the column, the row or the limit
 */
export function makeTableDataset(table: Table, choice: TableChoice): TableDataset {
  const notes: string[] = [];
  const targets = choice.targets.map((name) => findColumn(table, name));
  if (targets.length === 0) throw new FormatError("no column is chosen as the target");
  const inputs = chooseInputs(table, choice, notes);
  const complete = findComplete(table, [...inputs, ...targets], notes);
  const scaled = inputs.map((column) => scaleColumn(column, complete, choice.isStandardised ?? false, notes));
  const isClass = choice.isClass ?? holdsClasses(targets, complete);
  const classes = isClass ? listClasses(targets, complete) : null;
  const numbers = isClass ? [] : targets.map((column) => asNumbers(table, column));
  const scaledTargets = numbers.map((column) => scaleColumn(column, complete, choice.isStandardised ?? false, notes));
  if (classes) noteClasses(targets[0]!, classes, notes);
  const rows = drawRows(complete, inputs.length, choice, notes);
  const dataset = {
    kind: "points",
    inputs: rows.map((row) => readRow(inputs, scaled, row)),
    targets: rows.map((row) =>
      classes
        ? encodeClass(classes.indexOf(textAt(targets[0]!, row)), classes.length, choice.outputs)
        : readRow(numbers, scaledTargets, row),
    ),
  } as const;
  return { dataset, inputs: scaled, classes, targets: scaledTargets, notes };
}

function findColumn(table: Table, name: string): Column {
  const column = table.columns.find((other) => other.name === name);
  if (column) return column;
  const names = table.columns.slice(0, MOST_NAMED).map((other) => quoteText(other.name, 30));
  throw new FormatError(`it has no column ${quoteText(name)}, but ${joinWords(names)}`);
}

function chooseInputs(table: Table, { inputs, targets }: TableChoice, notes: string[]): NumberColumn[] {
  const chosen = inputs?.map((name) => asNumbers(table, findColumn(table, name)));
  const numbers = table.columns.filter((column) => column.kind === "number");
  const columns = chosen ?? numbers.filter(({ name }) => !targets.includes(name));
  const both = columns.find(({ name }) => targets.includes(name));
  if (both) throw new FormatError(`the column ${quoteText(both.name)} is chosen as an input and as a target`);
  if (columns.length === 0) throw new FormatError("it has no column of numbers besides the target");
  if (columns.length > LIMITS.inputs.max) {
    throw new FormatError(`${columns.length} inputs are more than ${LIMITS.inputs.max}`);
  }
  if (!chosen) {
    const left = table.columns.filter(({ kind, name }) => kind === "text" && !targets.includes(name));
    if (left.length > 0)
      notes.push(`Columns of text are no inputs: ${nameAll(left)} ${left.length === 1 ? "is" : "are"} left out.`);
  }
  return columns;
}

function nameAll(columns: readonly { readonly name: string }[]): string {
  const names = columns.slice(0, MOST_NAMED).map(({ name }) => quoteText(name, 30));
  return joinWords(columns.length > MOST_NAMED ? [...names, `${columns.length - MOST_NAMED} more`] : names);
}

function asNumbers(table: Table, column: Column): NumberColumn {
  if (column.kind === "number") return column;
  const found = findText(column, table.form);
  const why = found ? `row ${found.row} holds ${found.text}, which is not a number` : "it has no numbers";
  throw new FormatError(`the column ${quoteText(column.name)} is no column of numbers: ${why}`);
}

/** The rows, from 0, that have a value in each of these columns. */
function findComplete(table: Table, columns: readonly Column[], notes: string[]): number[] {
  const names = new Set(columns.map(({ name }) => name));
  const cells = table.missing.filter(({ column }) => names.has(column));
  const rows = new Set(cells.map(({ row }) => row));
  if (cells.length > 0) {
    const named = cells.slice(0, MOST_NAMED).map(({ row, column, text }) => {
      return `row ${row} of ${quoteText(column, 30)} (${text === "" ? "empty" : quoteText(text, 10)})`;
    });
    const more = cells.length > MOST_NAMED ? [`${cells.length - MOST_NAMED} more`] : [];
    const are = rows.size === 1 ? "row has no value and is" : "rows have no value and are";
    notes.push(`${rows.size} of ${table.rows} ${are} left out: ${joinWords([...named, ...more])}.`);
  }
  const complete = Array.from({ length: table.rows }, (_, i) => i).filter((i) => !rows.has(i + 1));
  if (complete.length === 0) throw new FormatError("every row has a missing value in one of the chosen columns");
  for (const column of columns) checkMagnitude(column, complete);
  return complete;
}

function checkMagnitude(column: Column, rows: readonly number[]): void {
  if (column.kind === "text") return;
  const { min, max } = LIMITS.magnitude;
  const row = rows.find((i) => !(column.values[i]! >= min && column.values[i]! <= max));
  if (row === undefined) return;
  const found = `${column.values[row]} in row ${row + 1} of ${quoteText(column.name)}`;
  throw new FormatError(`${found} is not between ${min} and ${max}`);
}

/** Mean and standard deviation over all complete rows, of the whole population as scikit-learn's StandardScaler takes it. */
function scaleColumn(
  { name, values }: NumberColumn,
  rows: readonly number[],
  isStandardised: boolean,
  notes: string[],
): ScaledColumn {
  const first = values[rows[0]!]!;
  const isConstant = rows.every((i) => values[i] === first);
  if (isConstant) {
    const then = isStandardised ? "; standardised it is 0" : "";
    notes.push(`The column ${quoteText(name)} is ${first} in every row, so the network learns nothing from it${then}.`);
  }
  if (!isStandardised) return { name, mean: 0, deviation: 1 };
  if (isConstant) return { name, mean: first, deviation: 1 };
  const mean = rows.reduce((sum, i) => sum + values[i]! / rows.length, 0);
  const variance = rows.reduce((sum, i) => sum + (values[i]! - mean) ** 2 / rows.length, 0);
  const deviation = Math.sqrt(variance);
  // Values so small or so close that their squares vanish stay as far apart as they are.
  return { name, mean, deviation: deviation > 0 && Number.isFinite(deviation) ? deviation : 1 };
}

/** Text is classes, and so are two different numbers, or up to ten whole ones. */
function holdsClasses(targets: readonly Column[], rows: readonly number[]): boolean {
  const [column, ...more] = targets;
  if (!column || more.length > 0) return false;
  if (column.kind === "text") return true;
  const values = new Set(rows.map((i) => column.values[i]!));
  if (values.size > LIMITS.outputs.max) return false;
  return values.size <= 2 || [...values].every(Number.isInteger);
}

const collator = new Intl.Collator("en", { numeric: true });

function listClasses(targets: readonly Column[], rows: readonly number[]): string[] {
  const [column, ...more] = targets;
  if (!column || more.length > 0) throw new FormatError("classes are in one column, and several are chosen");
  const classes = new Set<string>();
  for (const i of rows) {
    classes.add(textAt(column, i));
    if (classes.size > LIMITS.outputs.max) {
      throw new FormatError(
        `the column ${quoteText(column.name)} has more than ${LIMITS.outputs.max} classes, which is the limit of outputs`,
      );
    }
  }
  if (classes.size < 2) {
    throw new FormatError(
      `the column ${quoteText(column.name)} is ${quoteText([...classes][0] ?? "")} in every row, and two classes are needed`,
    );
  }
  return [...classes].sort((a, b) => collator.compare(a, b));
}

function textAt(column: Column, row: number): string {
  return String(column.values[row]);
}

function noteClasses({ name }: Column, classes: readonly string[], notes: string[]): void {
  const list = classes.map((label, k) => `${quoteText(label, 30)} is ${k}`);
  notes.push(`The classes of ${quoteText(name)} in their order: ${joinWords(list)}.`);
}

/** The rows of the data set: all, or as many as are asked or allowed, drawn by the seed and kept in their order. */
function drawRows(
  complete: readonly number[],
  inputs: number,
  { samples, seed = 0 }: TableChoice,
  notes: string[],
): number[] {
  const most = Math.min(LIMITS.samples.max, Math.floor(MOST_NUMBERS / inputs));
  const count = Math.min(samples ?? most, most);
  if (complete.length <= count) return [...complete];
  const random = createRandom(seed, "table rows");
  const rows = [...complete];
  for (let i = 0; i < count; i++) {
    const j = i + random.below(rows.length - i);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  notes.push(`The data set is a random sample of ${count} of the ${complete.length} rows (seed ${seed}).`);
  return rows.slice(0, count).sort((a, b) => a - b);
}

function readRow(columns: readonly NumberColumn[], scales: readonly ScaledColumn[], row: number): number[] {
  return columns.map(({ values }, k) => (values[row]! - scales[k]!.mean) / scales[k]!.deviation);
}

function encodeClass(label: number, classes: number, outputs = classes === 2 ? 1 : classes): number[] {
  if (outputs === 1 && classes === 2) return [label];
  if (outputs !== classes) {
    throw new FormatError(`its target has ${classes} classes, and the network ${outputs} outputs`);
  }
  return Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0));
}
