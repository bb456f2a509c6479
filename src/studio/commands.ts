import type { Activation } from "../spec/schema";

/** How a picture is saved. */
export interface PictureChoice {
  readonly scale: 1 | 2 | 4;
  readonly legend: boolean;
  readonly transparent: boolean;
}

/** What the reader can do, whether by button, key or menu. */
export interface Commands {
  readonly chooseActivation: (activation: Activation) => void;
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
  /** Asks for a file. */
  readonly chooseFile: () => void;
  readonly savePicture: (choice: PictureChoice) => void;
  readonly saveCertificate: () => void;
  readonly resetCamera: () => void;
  readonly viewFromTop: () => void;
  readonly switchTheme: () => void;
  readonly showHelp: () => void;
  readonly dismissMessage: () => void;
}
