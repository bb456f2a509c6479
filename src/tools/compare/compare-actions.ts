import type { Activation, Spec } from "../../experiment/spec";
import type { Comparison, View } from "../../experiment/view";

/** What the reader can do in a comparison. */
export interface CompareActions {
  readonly chooseActivation: (activation: Activation) => void;
  readonly chooseExperiment: (spec: Spec) => void;
  readonly chooseFile: () => void;
  /** @returns whether the text held an experiment */
  readonly chooseLink: (text: string) => boolean;
  /** Puts B on the page, and the page's experiment in B's place. */
  readonly swap: () => void;
  /** Gives B the data, loss, plane and grid of A. */
  readonly align: () => void;
  readonly chooseWeights: (weights: Comparison["weights"]) => void;
  readonly chooseOnePlane: (onePlane: boolean) => void;
  readonly chooseHeight: (height: View["height"]) => void;
  readonly showDifference: (shown: boolean) => void;
  readonly askHessian: (asked: boolean) => void;
  readonly savePicture: () => void;
  readonly resetCamera: () => void;
  readonly viewFromTop: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
}
