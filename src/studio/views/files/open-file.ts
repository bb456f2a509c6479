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

/** A file's name, quoted for a message. */
export const nameOf = (file: File): string => quoteText(file.name, NAME_LENGTH);

/** Says in one sentence why a file cannot be opened. Invisible characters that it quotes from the file are escaped. */
export class OpenFileError extends Error {
  override name = "OpenFileError";

  constructor(message: string) {
    super(escapeInvisible(message));
  }
}

/** A certificate is checked; the experiment on the page stays. */
export interface OpenedCertificate {
  readonly kind: "certificate";
  readonly text: string;
}

export interface Opened {
  readonly kind: "experiment";
  readonly spec: Spec;
  /** The view, where the file contains one. */
  readonly view: View | null;
}

/**
 * Reads an experiment from a saved picture or drawing, a spec or a result, or recognises a certificate. The size is checked before anything
 * is read, and the one parser checks all numbers.
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
  if (text === null) throw new OpenFileError("the picture contains no experiment");
  return { kind: "experiment", spec: parseSpecText(text), view: readPictureView(bytes) };
}

/** The view in a picture of a comparison; null where there is none that can be read. */
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

/** Reads a spec, a result with its `spec`, or a link's content. */
function readText(text: string): Opened | OpenedCertificate {
  let content: unknown;
  if (isSvgText(text)) return readDrawing(text);
  try {
    content = JSON.parse(text);
  } catch {
    throw new OpenFileError(
      "it is neither JSON nor a picture. Losscape opens the pictures and drawings that it has saved, and its specs, results and certificates",
    );
  }
  if (ownValue(content, "format") === "losscape-certificate") return { kind: "certificate", text };
  const inner = ownValue(content, "spec");
  const view = v.safeParse(ViewSchema, ownValue(content, "view"));
  return { kind: "experiment", spec: parseSpec(inner ?? content), view: view.success ? view.output : null };
}

/** Reads a figure, which contains the same as a link. */
function readDrawing(text: string): Opened | OpenedCertificate {
  const carried = readSvgMetadata(text);
  if (carried === null || isSvgText(carried)) throw new OpenFileError("the drawing contains no experiment");
  return readText(carried);
}

function ownValue(content: unknown, key: string): unknown {
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, key)) return undefined;
  return (content as Record<string, unknown>)[key];
}
