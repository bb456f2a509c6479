import { SpecError } from "../../experiment/parse";
import { FormatError } from "../../formats/format-error";
import type { ModelChoices } from "../../formats/models/bare-tensors";
import type { ModelDocument } from "../../formats/models/model-document";
import { type ModelExperiment, makeModelExperiment } from "../../formats/models/model-experiment";
import { type ModelReading, readChosenModel } from "../../formats/models/read-chosen-model";
import { FILE_KINDS, type FileKind, recognizeFile } from "../../formats/recognize-file";
import { holdsSurface, readSurface } from "../../formats/surfaces/read-surface";
import { type SurfaceResult, writeSurfaceResult } from "../../formats/surfaces/surface-result";
import { readTable, type Table, type TableForm } from "../../formats/tables/read-table";
import { summarizeTable, type TableSummary } from "../../formats/tables/summarize-table";
import { makeTableDataset, type TableChoice, type TableDataset } from "../../formats/tables/table-dataset";
import { messageOf } from "../../words/error-message";
import type { TaskTable } from "../service/service";

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a file may hold; of text it can be both. */
export type Holding = "table" | "surface" | "model" | "document";

export interface Recognized {
  readonly kind: FileKind;
  readonly holdings: readonly Holding[];
}

/** What a choice of columns gives, without its numbers; or the sentence that says why it gives nothing. */
export type ChosenTable =
  | (Pick<TableDataset, "classes" | "notes"> & { readonly samples: number; readonly inputs: number })
  | { readonly problem: string };

/**
 * The table of the tasks that read other programs' files. They keep the file that was read last, so that its numbers are not sent with
 * each choice. An answer that says what is wrong with a file rejects with a FormatError or a SpecError, one sentence each.
 */
export function createReadingTasks() {
  let table: Table | null = null;
  const present = (): Table => {
    if (!table) throw new Error("No table has been read.");
    return table;
  };
  return {
    recognize: ({ name, bytes }: NamedFile) => recognize(name, bytes),
    readTable: async ({ bytes, form }: { readonly bytes: Uint8Array; readonly form: Partial<TableForm> }) => {
      table = readTable(bytes, form);
      return summarizeTable(table) satisfies TableSummary;
    },
    chooseColumns: async (choice: TableChoice) => chooseColumns(present(), choice),
    makeDataset: async (choice: TableChoice) => makeTableDataset(present(), choice),
    readModel: ({ kind, files, choices }: ModelRequest): Promise<ModelReading> => {
      const [first, ...others] = files;
      const findFile = (name: string) => others.find((other) => other.name === name)?.bytes;
      return readChosenModel(kind, first!.bytes, findFile, choices);
    },
    makeExperiment: async ({ model, choice }: ExperimentRequest): Promise<ModelExperiment> =>
      makeModelExperiment(model, present(), choice),
    readSurface: async ({ files, set }: SurfaceRequest): Promise<SurfaceResult> => {
      const surface = await readSurface(files, set);
      return writeSurfaceResult(surface, files.map(({ name }) => name).join(", "));
    },
  } satisfies TaskTable;
}

interface ModelRequest {
  readonly kind: FileKind;
  /** The model, then the files that lie beside it. */
  readonly files: readonly NamedFile[];
  readonly choices: ModelChoices;
}

interface ExperimentRequest {
  readonly model: ModelDocument;
  readonly choice: TableChoice;
}

interface SurfaceRequest {
  readonly files: readonly (NamedFile & { readonly kind: FileKind })[];
  /** The set that the reader names; null where none is named. */
  readonly set: string | null;
}

export type ReadingTasks = ReturnType<typeof createReadingTasks>;

async function recognize(name: string, bytes: Uint8Array): Promise<Recognized> {
  const kind = await recognizeFile(name, bytes);
  if (kind !== "csv") return { kind, holdings: [kind === "model" ? "model" : FILE_KINDS[kind]] };
  return { kind, holdings: holdsSurface(bytes, kind) ? ["table", "surface"] : ["table"] };
}

function chooseColumns(table: Table, choice: TableChoice): ChosenTable {
  try {
    const { dataset, classes, inputs, notes } = makeTableDataset(table, choice);
    return { classes, notes, samples: dataset.inputs.length, inputs: inputs.length };
  } catch (error) {
    if (error instanceof FormatError || error instanceof SpecError) return { problem: messageOf(error) };
    throw error;
  }
}
