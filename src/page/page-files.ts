import type { ComputeService } from "../compute/service/tasks";
import { findLink } from "../experiment/link";
import { SPEC_KEYWORD, writePngText } from "../formats/pictures/png-text";
import type { PictureChoice } from "../studio/run/commands";
import { readLink } from "../studio/run/read-link";
import { isOutdated, nameBelonging, specOfMoment } from "../studio/state/belonging";
import { shownSpec } from "../studio/state/reducer";
import type { Store } from "../studio/state/store";
import { nameOf, OpenFileError, openFile } from "../studio/views/files/open-file";
import { download, nameFile } from "../studio/views/files/save-file";
import type { SurfaceView } from "../studio/views/surface/surface-view";
import { openPictureProgress, type PictureProgress } from "./picture-progress";
import { describeVerdict } from "./verdict-card";

export interface FileParts {
  readonly store: Store;
  /** Null until the compute service has started. */
  readonly service: () => ComputeService | null;
  readonly view: () => SurfaceView;
  /** Shows the progress of a picture. */
  readonly stage: HTMLElement;
}

/**
 * The picture as a PNG that contains its experiment.
 * @throws Error with one sentence where the surface on screen belongs to another experiment or other weights than the page
 */
export async function capturePicture(
  { store, view }: Pick<FileParts, "store" | "view">,
  choice: PictureChoice,
  progress?: Pick<PictureProgress, "signal" | "show">,
): Promise<Blob> {
  const { surface, describeLegend } = view();
  const { scale, transparent } = choice;
  const state = store.getState();
  if (isOutdated(state)) {
    throw new Error(
      `This is the surface of ${nameBelonging(state)}: no picture is saved until the present surface is drawn.`,
    );
  }
  // The experiment is read before the picture is taken, so that the two belong together.
  const spec = JSON.stringify(specOfMoment(state, shownSpec(state)));
  const legend = choice.legend ? describeLegend() : null;
  const watched = progress ? { onProgress: progress.show, signal: progress.signal } : {};
  const { heading, reason } = describeVerdict(state);
  const verdict = choice.verdict ? { heading, text: reason } : null;
  const picture = await surface.capture({ scale, transparent, legend, verdict, ...watched });
  const bytes = writePngText(new Uint8Array(await picture.arrayBuffer()), SPEC_KEYWORD, spec);
  return new Blob([bytes], { type: "image/png" });
}

/** Saves the picture as a file, with its progress on the stage. @throws Error with one sentence where it cannot be saved */
export async function savePicture(parts: FileParts, choice: PictureChoice): Promise<void> {
  const name = nameFile(parts.store.getState().spec);
  const progress = openPictureProgress(parts.stage);
  try {
    download(await capturePicture(parts, choice, progress), `${name}.png`);
  } finally {
    progress.close();
  }
}

/** Bytes in which it shows whether a file is one of the page's own. */
const HEAD = 4_096;

/** Opens files of the page's own, or those of other programs, whose code is loaded only then. */
export async function openFiles(parts: Pick<FileParts, "store" | "service">, files: readonly File[]): Promise<void> {
  const [first, ...others] = files;
  if (!first) return;
  if (others.length === 0 && (await isOwn(first))) {
    await openInto(parts, first);
    return;
  }
  const { bringFiles } = await import("./bring/bring-files");
  await bringFiles(parts.store, files);
}

/** Whether a file is a picture, a drawing or JSON, but no model in JSON and no surface in XML. */
async function isOwn(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  if (bytes.length === 0 || (bytes[0] === 0x89 && bytes[1] === 0x50)) return true;
  const head = new TextDecoder().decode(bytes).trimStart();
  if (head.startsWith("<")) return !/<VTKFile[\s>]/.test(head);
  return head.startsWith("{") && !/"(modelTopology|weightsManifest|losscape-model)"/.test(head);
}

/**
 * Opens the experiment in a file. A certificate is checked instead, and where the file cannot be opened one sentence says why; in both
 * cases the experiment on the page stays.
 */
async function openInto({ store, service }: Pick<FileParts, "store" | "service">, file: File): Promise<void> {
  try {
    const opened = await openFile(file);
    if (opened.kind === "certificate") {
      await checkInto(store, service(), opened.text);
      return;
    }
    const { spec, view } = opened;
    store.dispatch({ type: "open", spec, ...(view ? { view } : {}) });
  } catch (error) {
    const text = error instanceof OpenFileError ? error.message : `${nameOf(file)}: the file could not be read.`;
    store.dispatch({ type: "say", message: { place: "file", text, isFailure: true } });
  }
}

/** Opens a pasted link, or the pasted text of a file. What can be read is said where it is neither. */
export function openPasted(parts: Pick<FileParts, "store" | "service">, text: string): void {
  const content = text.trim();
  // A table has several rows, and a link has one line.
  if (/^[{<]|\n/.test(content)) {
    void openFiles(parts, [new File([content], "The pasted text")]);
    return;
  }
  const say = (sentence: string): void =>
    parts.store.dispatch({ type: "say", message: { place: "link", text: sentence, isFailure: true } });
  if (!/e(?:=|%3d)/i.test(content)) {
    say(
      "The pasted text is no experiment. A link of Losscape can be pasted, the text of a spec, a result or a certificate, or the rows of a table.",
    );
    return;
  }
  const { message, ...link } = readLink(findLink(content) === "" ? `#${content}` : content);
  if (message) say(message);
  else parts.store.dispatch({ type: "open", ...link });
}

async function checkInto(store: Store, service: ComputeService | null, text: string): Promise<void> {
  const say = (sentence: string): void => store.dispatch({ type: "say", message: { place: "proof", text: sentence } });
  if (!service) {
    say("The page is still starting: open the certificate again in a moment.");
    return;
  }
  say("Checking the certificate…");
  const { message } = await service.run("verify", text);
  say(message);
}
