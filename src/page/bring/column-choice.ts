import type { TableSummary } from "../../formats/tables/summarize-table";
import type { TableChoice } from "../../formats/tables/table-dataset";
import { formatExact } from "../../words/numbers";

/** What the reader has chosen of a table. */
export interface ColumnChoice {
  readonly inputs: readonly string[];
  readonly target: string;
  readonly isStandardised: boolean;
  /** Most rows that become samples. */
  readonly samples: number;
}

/** Rows that are drawn where the reader names no number: a landscape of them takes seconds. */
const USUAL_SAMPLES = 1_000;
/** What people call the column that is learnt. */
const TARGET_NAME = /^(target|label|labels|class|classes|species|y|output|outcome|price)$/i;

/** The target is the column with such a name, else the last column of text, else the last column. */
export function suggestColumns({ columns }: TableSummary, isStandardised: boolean): ColumnChoice {
  const isClasses = ({ kind, distinct }: (typeof columns)[number]) => kind === "text" && distinct !== null;
  const target =
    columns.findLast(({ name }) => TARGET_NAME.test(name.trim())) ?? columns.findLast(isClasses) ?? columns.at(-1);
  const inputs = columns.filter((column) => column.kind === "number" && column !== target);
  return {
    inputs: inputs.map(({ name }) => name),
    target: target?.name ?? "",
    isStandardised,
    samples: USUAL_SAMPLES,
  };
}

/** Takes a column as an input or not. */
export function toggleInput(choice: ColumnChoice, name: string, { columns }: TableSummary): ColumnChoice {
  const isChosen = (other: string) => (other === name ? !choice.inputs.includes(name) : choice.inputs.includes(other));
  return { ...choice, inputs: columns.map((column) => column.name).filter(isChosen) };
}

/** Another target is no input any more, and the one before it becomes one where it holds numbers. */
export function chooseTarget(choice: ColumnChoice, name: string, { columns }: TableSummary): ColumnChoice {
  const before = columns.find((column) => column.name === choice.target);
  const isInput = (other: string) =>
    other !== name && (choice.inputs.includes(other) || (other === before?.name && before.kind === "number"));
  return { ...choice, target: name, inputs: columns.map((column) => column.name).filter(isInput) };
}

/** @param outputs  the outputs of a model, which decide how classes are written; absent for data alone */
export function toTableChoice(choice: ColumnChoice, outputs?: number): TableChoice {
  const { inputs, target, isStandardised, samples } = choice;
  return { inputs, targets: [target], isStandardised, samples, ...(outputs === undefined ? {} : { outputs }) };
}

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

const ENCODING_NAMES = { "utf-8": "UTF-8", "utf-16le": "UTF-16", "utf-16be": "UTF-16", "windows-1252": "Windows-1252" };

/** How a table is written, in one sentence. */
export function describeForm({ form, rows, columns }: TableSummary): string {
  const { delimiter, decimal, hasHeader, encoding } = form;
  const size = `${formatExact(rows)} ${rows === 1 ? "row" : "rows"} and ${columns.length} ${columns.length === 1 ? "column" : "columns"}`;
  const divided = columns.length === 1 ? "" : `, divided by ${DELIMITER_NAMES[delimiter] ?? `“${delimiter}”`}`;
  const comma = decimal === "," ? ", with decimal commas" : "";
  const header = hasHeader ? "its first row has the names" : "no row has names";
  return `${size}${divided}${comma}, in ${ENCODING_NAMES[encoding]}; ${header}.`;
}
