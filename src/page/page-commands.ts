import type { Certificate } from "../convexity/certificate/schema";
import type { Commands, PictureChoice } from "../studio/run/commands";
import { describeFailure, isAbort } from "../studio/run/failure";
import type { Pipeline } from "../studio/run/pipeline";
import { settleExperiment } from "../studio/state/settled";
import { standingProof } from "../studio/state/standing-verdict";
import type { Message } from "../studio/state/state";
import { ALL_FILES, chooseFiles } from "../studio/views/files/choose-file";
import { download, nameFile } from "../studio/views/files/save-file";
import { ANSWER_LESSON, LEARN } from "../tools/learn/learn-entry";
import type { FigureDialog } from "./figure/figure-dialog";
import type { FileParts } from "./page-files";
import type { Workbench } from "./workbench";

export interface CommandParts extends FileParts {
  /** Null until the compute service has started. */
  readonly pipeline: () => Pipeline | null;
  /** Updates the address and returns it. */
  readonly presentLink: () => string;
  readonly workbench: () => Pick<Workbench, "focusNext" | "savePicture">;
  readonly openHelp: () => void;
}

export function createCommands(parts: CommandParts): Commands {
  const { store, pipeline, view, openHelp } = parts;
  const say = (place: Message["place"], text: string, isFailure = false): void =>
    store.dispatch({ type: "say", message: { place, text, isFailure } });

  async function loadFiles(): Promise<typeof import("./page-files") | null> {
    try {
      return await import("./page-files");
    } catch {
      say("file", "The code for files could not be loaded: check the connection and try again.", true);
      return null;
    }
  }

  async function savePicture(choice: PictureChoice): Promise<void> {
    if (parts.workbench().savePicture()) return;
    const files = await loadFiles();
    try {
      await files?.savePicture(parts, choice);
    } catch (error) {
      if (!isAbort(error)) say("picture", describeFailure(error), true);
    }
  }

  async function copyPicture(choice: PictureChoice): Promise<void> {
    try {
      const drawn = loadFiles().then((files) => {
        if (!files) throw new Error("The code for files could not be loaded: check the connection and try again.");
        return files.capturePicture(parts, choice);
      });
      // The browser asks for the item at once, while the click is still fresh, and waits for its contents.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": drawn })]);
      say("picture", "The picture is copied.");
    } catch (error) {
      const isRefused = error instanceof DOMException || error instanceof ReferenceError || error instanceof TypeError;
      say(
        "picture",
        isRefused ? "This browser does not allow copying pictures: save it instead." : describeFailure(error),
      );
    }
  }

  async function openFiles(files: readonly File[]): Promise<void> {
    await (await loadFiles())?.openFiles(parts, files);
  }

  async function openText(text: string): Promise<void> {
    (await loadFiles())?.openPasted(parts, text);
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

  async function toggleFullScreen(): Promise<void> {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await document.documentElement.requestFullscreen();
    } catch {
      say("control", "This browser does not allow the full screen here.");
    }
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
      say("picture", "The figure dialog could not be loaded: check the connection and try again.", true);
    }
  }

  return {
    chooseActivation: (activation) => store.dispatch({ type: "choose-activation", activation }),
    toggleTool: (tool, takesFocus = false) => {
      const open = store.getState().view.tool;
      if (takesFocus && open !== tool) parts.workbench().focusNext();
      store.dispatch({ type: "look", view: { tool: open === tool ? null : tool } });
    },
    showAnswer: () => store.dispatch({ type: "look", view: { tool: LEARN.name, lesson: ANSWER_LESSON } }),
    closeOpened: () => {
      const { evidence, view: look } = store.getState();
      if (evidence.open !== null) store.dispatch({ type: "show-evidence", what: null });
      else if (look.tool !== null) store.dispatch({ type: "look", view: { tool: null } });
    },
    toggleFullScreen: () => void toggleFullScreen(),
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
    chooseFile: () => chooseFiles(ALL_FILES, (files) => void openFiles(files)),
    openFiles: (files) => void openFiles(files),
    openText: (pasted) => void (typeof pasted === "string" ? openText(pasted) : openFiles([pasted])),
    savePicture: (choice) => void savePicture(choice),
    copyPicture: (choice) => void copyPicture(choice),
    openFigure: () => void openFigure(),
    saveCertificate: () => {
      const certificate = standingProof(store.getState())?.certificate;
      if (certificate) downloadCertificate(certificate);
    },
    showEvidence: (what) => store.dispatch({ type: "show-evidence", what }),
    proveChord: () => void proveChord(),
    showProofPlane: () => store.dispatch({ type: "show-proof-plane" }),
    chooseHessianPlane: () => store.dispatch({ type: "change", field: "plane", value: "hessian" }),
    mapHessian: () => store.dispatch({ type: "change", field: "fullHessian", value: "map" }),
    straightenHeights: () => store.dispatch({ type: "look", view: { height: "linear" } }),
    resetCamera: () => view().surface.resetCamera(),
    viewFromTop: () => view().surface.topView(),
    switchTheme: () => {
      store.dispatch({ type: "look", view: { theme: view().theme() === "dark" ? "light" : "dark" } });
    },
    showHelp: openHelp,
    dismissMessage: () => store.dispatch({ type: "say", message: null }),
  };
}
