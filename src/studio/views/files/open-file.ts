import * as v from "valibot";
import { parseSpec, parseSpecText, SpecError } from "../../../experiment/parse";
import { escapeInvisible, quoteText } from "../../../experiment/quote";
import type { Spec } from "../../../experiment/spec";
import { type View, ViewSchema } from "../../../experiment/view";
import { LONGEST_FILE } from "../../../formats/files/file-limits";
import { PngTextError, readPngText, SPEC_KEYWORD, VIEW_KEYWORD } from "../../../formats/pictures/png-text";
import { isSvgText, readSvgMetadata, SvgMetadataError } from "../../../formats/pictures/svg-metadata";

/** Longest file name in a message. */
const NAME_LENGTH = 200;

/** The kinds of files that openFile reads, as an input of files takes them. */
export const EXPERIMENT_FILES = ".png,.svg,.json,image/png,image/svg+xml,application/json";

/** A file's name as messages show it. */
export const nameOf = (file: File): string => quoteText(file.name, NAME_LENGTH);

/** A file that holds no experiment, said in one sentence; what it quotes of the file can be seen. */
export class OpenFileError extends Error {
  override name = "OpenFileError";

  constructor(message: string) {
    super(escapeInvisible(message));
  }
}

/** A certificate is no experiment: it is checked, and the one on the page stays. */
export interface OpenedCertificate {
  readonly kind: "certificate";
  readonly text: string;
}

export interface Opened {
  readonly kind: "experiment";
  readonly spec: Spec;
  /** How it was looked at, where the file says. */
  readonly view: View | null;
}

/**
 * Reads an experiment from a picture or drawing saved here, a spec or a result, or takes a certificate for what it is. The size is checked before anything is read, and all
 * numbers go through the one parser.
 *
 * @throws OpenFileError with one sentence
 */
export async function openFile(file: File): Promise<Opened | OpenedCertificate> {
  const name = nameOf(file);
  if (file.size > LONGEST_FILE) throw new OpenFileError(`${name}: ${file.size} bytes are more than ${LONGEST_FILE}.`);
  if (file.size === 0) throw new OpenFileError(`${name}: the file is empty.`);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const isPicture = bytes[0] === 0x89 && bytes[1] === 0x50;
    return isPicture ? readPicture(bytes) : readText(new TextDecoder().decode(bytes));
  } catch (error) {
    if (
      error instanceof SpecError ||
      error instanceof PngTextError ||
      error instanceof SvgMetadataError ||
      error instanceof OpenFileError
    ) {
      throw new OpenFileError(`${name}: ${error.message}.`.replace(/\.\.$/, "."));
    }
    throw error;
  }
}

function readPicture(bytes: Uint8Array): Opened {
  const text = readPngText(bytes, SPEC_KEYWORD);
  if (text === null) throw new OpenFileError("the picture carries no experiment");
  return { kind: "experiment", spec: parseSpecText(text), view: readPictureView(bytes) };
}

/** The view that a picture of a comparison carries; null where there is none, or none that can be read. */
function readPictureView(bytes: Uint8Array): View | null {
  const text = readPngText(bytes, VIEW_KEYWORD);
  if (text === null) return null;
  try {
    const view = v.safeParse(ViewSchema, JSON.parse(text));
    return view.success ? view.output : null;
  } catch {
    return null;
  }
}

/** A spec, a result whose `spec` can be run again, or a link's content. */
function readText(text: string): Opened | OpenedCertificate {
  let content: unknown;
  if (isSvgText(text)) return readDrawing(text);
  try {
    content = JSON.parse(text);
  } catch {
    throw new OpenFileError("it is neither JSON nor a picture");
  }
  if (ownValue(content, "format") === "losscape-certificate") return { kind: "certificate", text };
  const inner = ownValue(content, "spec");
  const view = v.safeParse(ViewSchema, ownValue(content, "view"));
  return { kind: "experiment", spec: parseSpec(inner ?? content), view: view.success ? view.output : null };
}

/** A figure carries what a link does. */
function readDrawing(text: string): Opened | OpenedCertificate {
  const carried = readSvgMetadata(text);
  if (carried === null || isSvgText(carried)) throw new OpenFileError("the drawing carries no experiment");
  return readText(carried);
}

function ownValue(content: unknown, key: string): unknown {
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, key)) return undefined;
  return (content as Record<string, unknown>)[key];
}
