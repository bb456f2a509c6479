import type { Activation } from "../../experiment/spec";
import type { EvidenceKind } from "../state/evidence";

/** The choices for saving a picture. */
export interface PictureChoice {
  readonly scale: 1 | 2 | 4;
  readonly legend: boolean;
  readonly transparent: boolean;
  /** Writes the verdict above the surface; absent: no. */
  readonly verdict?: boolean;
}

/** What the reader can do by button, key or menu. */
export interface Commands {
  readonly chooseActivation: (activation: Activation) => void;
  /** Opens a tool of the rail, or closes it. @param takesFocus  whether an opened tool takes the focus, as by its key */
  readonly toggleTool: (tool: string, takesFocus?: boolean) => void;
  /** Closes the evidence card, else the open tool. */
  readonly closeOpened: () => void;
  readonly toggleFullScreen: () => void;
  /** Opens the lesson that answers the question under the page's name. */
  readonly showAnswer: () => void;
  /** Starts, pauses or resumes the training, depending on its phase. */
  readonly startOrPause: () => void;
  /** Replaces given weights by a training from a seed. */
  readonly trainInstead: () => void;
  readonly stopTraining: () => void;
  readonly resetTraining: () => void;
  readonly cancelLandscape: () => void;
  readonly evaluateAgain: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly copyLink: () => void;
  /** Updates the address and returns it. */
  readonly readLink: () => string;
  /** Lets the reader choose a file to open. */
  readonly chooseFile: () => void;
  readonly openFiles: (files: readonly File[]) => void;
  /** Opens what was pasted: a file, a link, or the text of a file. */
  readonly openText: (pasted: File | string) => void;
  readonly savePicture: (choice: PictureChoice) => void;
  /** Puts the picture into the clipboard. */
  readonly copyPicture: (choice: PictureChoice) => void;
  /** Opens the dialog that makes a figure for a paper, a slide or a poster. */
  readonly openFigure: () => void;
  readonly saveCertificate: () => void;
  /** Shows one kind of evidence in its card; null closes the card. */
  readonly showEvidence: (what: EvidenceKind | null) => void;
  /** Searches for a certificate on the reader's own chord, and saves it. */
  readonly proveChord: () => void;
  /** Changes to the plane that contains the chord of the proof. */
  readonly showProofPlane: () => void;
  /** Changes to the plane of the extreme eigenvectors of the whole Hessian. */
  readonly chooseHessianPlane: () => void;
  /** Computes the whole Hessian over the slice. */
  readonly mapHessian: () => void;
  /** Draws heights in proportion to the loss. */
  readonly straightenHeights: () => void;
  readonly resetCamera: () => void;
  readonly viewFromTop: () => void;
  readonly switchTheme: () => void;
  readonly showHelp: () => void;
  readonly dismissMessage: () => void;
}
