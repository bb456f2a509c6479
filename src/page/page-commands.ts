import type { ComputeService } from "../compute/service/tasks";
import type { Certificate } from "../convexity/certificate/schema";
import { SPEC_KEYWORD, writePngText } from "../formats/pictures/png-text";
import type { Commands, PictureChoice } from "../studio/run/commands";
import { describeFailure } from "../studio/run/failure";
import type { Pipeline } from "../studio/run/pipeline";
import { isOutdated, nameBelonging, specOfMoment } from "../studio/state/belonging";
import { shownSpec } from "../studio/state/reducer";
import { settleExperiment } from "../studio/state/settled";
import { standingProof } from "../studio/state/standing-verdict";
import type { Message } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import { chooseFile } from "../studio/views/files/choose-file";
import { EXPERIMENT_FILES, nameOf, OpenFileError, openFile } from "../studio/views/files/open-file";
import { download, nameFile } from "../studio/views/files/save-file";
import type { SurfaceView } from "../studio/views/surface/surface-view";
import type { FigureDialog } from "./figure/figure-dialog";

export interface CommandParts {
  readonly store: Store;
  /** Null until the compute service has started. */
  readonly pipeline: () => Pipeline | null;
  readonly service: () => ComputeService | null;
  readonly view: () => SurfaceView;
  /** Updates the address and returns it. */
  readonly presentLink: () => string;
  readonly help: HTMLDialogElement;
}

/**
 * The picture as a PNG that contains its experiment.
 * @throws Error with one sentence where the surface on screen belongs to another experiment or other weights than the page
 */
export async function capturePicture(
  { store, view }: Pick<CommandParts, "store" | "view">,
  choice: PictureChoice,
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
  const picture = await surface.capture({ scale, transparent, legend: choice.legend ? describeLegend() : null });
  const bytes = writePngText(new Uint8Array(await picture.arrayBuffer()), SPEC_KEYWORD, spec);
  return new Blob([bytes], { type: "image/png" });
}

export function createCommands(parts: CommandParts): Commands {
  const { store, pipeline, view, help } = parts;
  const say = (place: Message["place"], text: string): void =>
    store.dispatch({ type: "say", message: { place, text } });

  async function savePicture(choice: PictureChoice): Promise<void> {
    try {
      const blob = await capturePicture(parts, choice);
      download(blob, `${nameFile(store.getState().spec)}.png`);
    } catch (error) {
      say("picture", describeFailure(error));
    }
  }

  async function copyLink(): Promise<void> {
    const link = parts.presentLink();
    try {
      await navigator.clipboard.writeText(link);
      say("link", "The link is copied. It contains the whole experiment and view.");
    } catch {
      say("link", "This browser does not allow copying. The link is in the address bar.");
    }
  }

  function downloadCertificate(certificate: Certificate): void {
    const blob = new Blob([JSON.stringify(certificate)], { type: "application/json" });
    download(blob, `${nameFile(store.getState().spec)}-certificate.json`);
  }

  async function proveChord(): Promise<void> {
    const state = store.getState();
    const { run, evidence } = state;
    const { parameters } = run.training;
    const service = parts.service();
    if (!service || !parameters || !evidence.ends) return;
    const { from, to } = evidence.ends;
    const note = (message: string): void => store.dispatch({ type: "evidence-said", message });
    try {
      const { spec } = settleExperiment(state);
      const finding = await service.run("proveChord", { spec, parameters, from, to });
      if (finding) downloadCertificate(finding.certificate);
      note(finding?.verification.message ?? "The gap is too small, or the numbers too large, for a certificate.");
    } catch (error) {
      note(describeFailure(error));
    }
  }

  function startOrPause(): void {
    const { phase } = store.getState().run.training;
    if (phase === "running" || phase === "waiting") pipeline()?.pauseTraining();
    else if (phase === "paused") pipeline()?.resumeTraining();
    else store.dispatch({ type: "retrain" });
  }

  let figure: Promise<FigureDialog> | null = null;
  async function openFigure(): Promise<void> {
    // The code is loaded when the dialog is first opened.
    figure ??= import("./figure/figure-dialog").then(({ createFigureDialog }) => {
      const { surface, theme, describeLegend } = view();
      return createFigureDialog({ store, surface, theme, describeLegend, readLink: parts.presentLink });
    });
    try {
      (await figure).open(store.getState().view.tool === "contours" ? "contours" : "surface");
    } catch {
      figure = null;
      say("picture", "The figure dialog could not be loaded: check the connection and try again.");
    }
  }

  return {
    chooseActivation: (activation) => store.dispatch({ type: "choose-activation", activation }),
    toggleTool: (tool) => {
      const open = store.getState().view.tool;
      store.dispatch({ type: "look", view: { tool: open === tool ? null : tool } });
    },
    startOrPause,
    trainInstead: () => store.dispatch({ type: "change", field: "weights", value: "trained" }),
    stopTraining: () => pipeline()?.stopTraining(),
    resetTraining: () => store.dispatch({ type: "reset-training" }),
    cancelLandscape: () => pipeline()?.cancelLandscape(),
    evaluateAgain: () => store.dispatch({ type: "evaluate-again" }),
    undo: () => store.dispatch({ type: "undo" }),
    redo: () => store.dispatch({ type: "redo" }),
    copyLink: () => void copyLink(),
    readLink: parts.presentLink,
    chooseFile: () => chooseFile(EXPERIMENT_FILES, (file) => void openInto(parts, file)),
    savePicture: (choice) => void savePicture(choice),
    openFigure: () => void openFigure(),
    saveCertificate: () => {
      const certificate = standingProof(store.getState())?.certificate;
      if (certificate) downloadCertificate(certificate);
    },
    showEvidence: (what) => store.dispatch({ type: "show-evidence", what }),
    proveChord: () => void proveChord(),
    chooseHessianPlane: () => store.dispatch({ type: "change", field: "plane", value: "hessian" }),
    mapHessian: () => store.dispatch({ type: "change", field: "fullHessian", value: "map" }),
    resetCamera: () => view().surface.resetCamera(),
    viewFromTop: () => view().surface.topView(),
    switchTheme: () => {
      store.dispatch({ type: "look", view: { theme: view().theme() === "dark" ? "light" : "dark" } });
    },
    showHelp: () => help.showModal(),
    dismissMessage: () => store.dispatch({ type: "say", message: null }),
  };
}

/**
 * Opens the experiment in a file. A certificate is checked instead, and where the file cannot be opened one sentence says why; in both
 * cases the experiment on the page stays.
 */
export async function openInto({ store, service }: Pick<CommandParts, "store" | "service">, file: File): Promise<void> {
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
    store.dispatch({ type: "say", message: { place: "file", text } });
  }
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
