import type { Activation } from "../../experiment/spec";
import type { Inspection } from "../state/inspection";

/** How a picture is saved. */
export interface PictureChoice {
  readonly scale: 1 | 2 | 4;
  readonly legend: boolean;
  readonly transparent: boolean;
}

/** What the reader can do, whether by button, key or menu. */
export interface Commands {
  readonly chooseActivation: (activation: Activation) => void;
  /** Opens a tool of the rail, or closes it. */
  readonly toggleTool: (tool: string) => void;
  /** Starts, pauses or resumes, whichever the training is ready for. */
  readonly startOrPause: () => void;
  /** Trains the network of given weights from a seed. */
  readonly trainInstead: () => void;
  readonly stopTraining: () => void;
  readonly resetTraining: () => void;
  readonly cancelLandscape: () => void;
  readonly evaluateAgain: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly copyLink: () => void;
  /** Brings the address up to date and gives it. */
  readonly readLink: () => string;
  /** Asks for a file. */
  readonly chooseFile: () => void;
  readonly savePicture: (choice: PictureChoice) => void;
  /** Opens the dialog that sets a figure of what is in sight for paper, slide or wall. */
  readonly openFigure: () => void;
  readonly saveCertificate: () => void;
  /** Opens the inspector on one thing, or closes it. */
  readonly inspect: (what: Inspection | null) => void;
  /** Looks for a certificate on the reader's own chord, and saves it. */
  readonly proveChord: () => void;
  /** The plane of the extreme eigenvectors of the whole Hessian. */
  readonly chooseHessianPlane: () => void;
  /** Asks for the whole Hessian over the slice. */
  readonly mapHessian: () => void;
  readonly resetCamera: () => void;
  readonly viewFromTop: () => void;
  readonly switchTheme: () => void;
  readonly showHelp: () => void;
  readonly dismissMessage: () => void;
}
