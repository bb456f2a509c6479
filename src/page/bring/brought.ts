import type { ChosenTable, NamedFile, Recognized } from "../../compute/reading/reading-tasks";
import type { ModelChoices } from "../../formats/models/bare-tensors";
import type { ModelReading } from "../../formats/models/read-chosen-model";
import type { FileKind } from "../../formats/recognize-file";
import type { TableSummary } from "../../formats/tables/summarize-table";
import type { ColumnChoice } from "./column-choice";

export interface BroughtTable {
  readonly file: NamedFile;
  readonly summary: TableSummary;
  readonly choice: ColumnChoice;
  /** What the choice gives; null until it is known. */
  readonly chosen: ChosenTable | null;
}

export interface BroughtModel {
  /** The model, then the files that lie beside it. */
  readonly files: readonly NamedFile[];
  readonly kind: FileKind;
  readonly choices: ModelChoices;
  readonly reading: ModelReading;
}

/** A choice that a file leaves to the reader: what it is, or which of its sets is meant. */
export interface BroughtQuestion {
  readonly text: string;
  readonly answers: readonly { readonly label: string; readonly take: () => void }[];
}

/** What the dialog holds of the files that the reader has brought. */
export interface Brought {
  /** What is being done, while it is. */
  readonly busy: string | null;
  /** One sentence where a file or a choice cannot be taken, else empty. */
  readonly failure: string;
  readonly question: BroughtQuestion | null;
  readonly table: BroughtTable | null;
  readonly model: BroughtModel | null;
}

export const NOTHING_BROUGHT: Brought = { busy: null, failure: "", question: null, table: null, model: null };

/** A file with what it may hold. */
export type RecognizedFile = NamedFile & Recognized;

/** Files that only lie beside a model: their content says nothing. */
const BESIDE = /\.(bin|weights|data)$/i;

export const liesBeside = ({ name }: NamedFile): boolean => BESIDE.test(name);
