import { makeModelExperiment } from "../../formats/models/model-experiment";
import type { FindFile } from "../../formats/models/onnx-file";
import { readModel } from "../../formats/models/read-model";
import type { FileKind } from "../../formats/recognize-file";
import { readTable } from "../../formats/tables/read-table";
import type { ModelRequest } from "../input/model-options";

/** A model's file, or a table. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document for an output in JSON, and sentences that are said of it. */
export interface ConvertedModel {
  readonly document: unknown;
  readonly notes: readonly string[];
}

/**
 * A model as a document; with a table as an experiment that `npm run landscape` takes.
 *
 * @param findFile  finds a file beside the model
 * @param table  the file that `--data` names; null where there is none
 * @throws FormatError, SpecError with one sentence
 */
export async function convertModel(
  { kind, bytes }: NamedBytes & { readonly kind: FileKind },
  findFile: FindFile,
  table: NamedBytes | null,
  { choices, data }: ModelRequest,
): Promise<ConvertedModel> {
  const model = await readModel(kind, bytes, { findFile, choices });
  if (!data || !table) return { document: model, notes: model.notes };
  const { spec, notes } = makeModelExperiment(model, readTable(table.bytes), {
    targets: data.targets,
    ...(data.inputs ? { inputs: data.inputs } : {}),
    isStandardised: data.isStandardised,
  });
  return { document: spec, notes: [...model.notes, ...notes] };
}
