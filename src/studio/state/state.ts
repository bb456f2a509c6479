import type { LandscapeDetails, LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { Landscape } from "../../convexity/points/landscape";
import type { Settlement } from "../../convexity/verdict/settle";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import type { BackendInfo } from "../../slice/backend-info";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { FieldName } from "../fields/all-fields";
import type { History } from "./history";
import type { Inspector } from "./inspection";
import type { Kept } from "./kept";
import type { Notes } from "./repair";
import type { TrainingState } from "./training-state";

/** `live` shows a coarse slice around weights that still move. */
export type LandscapePhase = "waiting" | "live" | "running" | "ready" | "cancelled" | "failed";

export interface LandscapeState {
  readonly phase: LandscapePhase;
  /** 0 to 1. */
  readonly fraction: number;
  /** What is on screen: of this run, or of the run before until this one has something to show. */
  readonly shown: Landscape | null;
  /** The experiment that `shown` belongs to; another than the present one while that has nothing to show yet. */
  readonly shownOf: Spec | null;
  /** The step of the training that `shown` stands on. */
  readonly step: number;
  /** Where in weight space `shown` lies; null where that is not known. */
  readonly plane: PlacedPlane | null;
  /** All that was computed of the experiment on the page, once it is complete; it belongs to no other weights. */
  readonly outcome: LandscapeOutcome | null;
  /** What is found of a complete slice while a proof is still looked for; null before, and once there is an outcome. */
  readonly details: LandscapeDetails | null;
  /** What is settled of these weights before, or without, a complete slice; null while nothing is known. */
  readonly settlement: Settlement | null;
  /** How far the search for a proof has come, 0 to 1; null while there is no news of it. */
  readonly search: number | null;
  /** One sentence when it failed, else empty. */
  readonly message: string;
}

/** One pass through the pipeline. A report of another number is dropped. */
export interface Run {
  /** Rises with every change that makes the slice stale. */
  readonly number: number;
  /** The number at which the training last started anew: moving the plane leaves it running. */
  readonly trainingNumber: number;
  /** Whether only the first weights are wanted, without a step. */
  readonly untrained: boolean;
  readonly training: TrainingState;
  /** The training as it ended, while `training` shows it as it stood at an earlier step; else null. */
  readonly whole: TrainingState | null;
  readonly landscape: LandscapeState;
}

/** What can be said to the reader beside the controls that open files and links. */
export interface Message {
  readonly place: "link" | "file" | "compute" | "picture" | "control" | "proof";
  readonly text: string;
}

/** The reader's own experiment while another, such as a lesson's, stands on the page. */
export interface Aside {
  readonly spec: Spec;
  /** The experiment as it stood on the page: a training that was stopped early is one of fewer steps. */
  readonly shown: Spec;
  readonly view: View;
  readonly history: History<Spec>;
  readonly inspector: Inspector;
  /** What was computed so far: what is tried meanwhile may be too much for all of it to be kept. */
  readonly kept: Kept;
}

/** Everything the page shows. Frozen: only the reducer makes the next one. */
export interface StudioState {
  readonly spec: Spec;
  readonly view: View;
  readonly notes: Notes;
  readonly message: Message | null;
  readonly run: Run;
  /** Which point of the training's trajectory is looked at; null while it is the end. */
  readonly scrub: number | null;
  /** Whether the timeline goes on by itself. */
  readonly playing: boolean;
  /** What is looked at beside the surface. */
  readonly inspector: Inspector;
  readonly kept: Kept;
  readonly history: History<Spec>;
  /** What comes back when the experiment on the page is left; null while it is the reader's own. */
  readonly aside: Aside | null;
  /** The control of the last change: a run of changes of one slider is undone as one. */
  readonly lastField: FieldName | null;
  readonly backend: (BackendInfo & { readonly reason: string }) | null;
}
