import type { EngineReport } from "../../compute/engine/engine-choice";
import type { LandscapeDetails, LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { Landscape } from "../../convexity/points/landscape";
import type { Settlement } from "../../convexity/verdict/settle";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import type { Parameters } from "../../model/network/layout";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { FieldName } from "../fields/all-fields";
import type { Evidence } from "./evidence";
import type { History } from "./history";
import type { Kept } from "./kept";
import type { Notes } from "./repair";
import type { TrainingState } from "./training-state";

/** `live`: a coarse slice follows the weights of a running training. */
export type LandscapePhase = "waiting" | "live" | "running" | "ready" | "cancelled" | "failed";

export interface LandscapeState {
  readonly phase: LandscapePhase;
  /** 0 to 1. */
  readonly fraction: number;
  /** The landscape on screen: of this run, or of the previous run until this one has a first landscape. */
  readonly shown: Landscape | null;
  /** The experiment that `shown` belongs to. */
  readonly shownOf: Spec | null;
  /** The step of the training whose weights `shown` belongs to. */
  readonly step: number;
  /** The plane of `shown` in weight space; null where it is not known. */
  readonly plane: PlacedPlane | null;
  /** The complete results for the experiment and the weights on the page; null until they are complete. */
  readonly outcome: LandscapeOutcome | null;
  /** Results for the complete slice while the search for a proof goes on; null before that and once there is an outcome. */
  readonly details: LandscapeDetails | null;
  /** The verdict on these weights before, or without, a complete slice; null while there is none. */
  readonly settlement: Settlement | null;
  /** Progress of the search for a proof, 0 to 1; null before its first report. */
  readonly search: number | null;
  /** One sentence where the computation failed, else empty. */
  readonly message: string;
}

/** One pass through the pipeline. Reports with another number are dropped. */
export interface Run {
  /** Increases with every change that makes the slice stale. */
  readonly number: number;
  /** The number at which the training last started again. A change of the plane alone leaves the training running. */
  readonly trainingNumber: number;
  /** Whether the training stops at the initial weights, after 0 steps. */
  readonly untrained: boolean;
  readonly training: TrainingState;
  /** The complete training while `training` shows it at an earlier step; else null. */
  readonly whole: TrainingState | null;
  readonly landscape: LandscapeState;
}

/** How the timeline plays. */
export interface Playback {
  /** A factor of the usual speed. */
  readonly speed: number;
  /** Whether it begins again at the end. */
  readonly loops: boolean;
}

/** A message to the reader, and the part of the page that it is about. */
export interface Message {
  readonly place: "link" | "file" | "compute" | "picture" | "control" | "proof";
  readonly text: string;
  /** A failure stays on the page longer. */
  readonly isFailure?: boolean;
}

/** The reader's own experiment while another, such as a lesson's, is on the page. */
export interface Aside {
  readonly spec: Spec;
  /** The experiment as the page showed it: a training that was stopped has fewer steps. */
  readonly shown: Spec;
  readonly view: View;
  readonly history: History<Spec>;
  readonly evidence: Evidence;
  /** Its results. They have a place of their own, because the other experiment may push them out of the page's `kept`. */
  readonly kept: Kept;
}

/** The state of the page. Frozen: only the reducer makes the next one. */
export interface StudioState {
  readonly spec: Spec;
  readonly view: View;
  readonly notes: Notes;
  readonly message: Message | null;
  readonly run: Run;
  /** The weights while the reader drags one of them; null otherwise. */
  readonly draft: Parameters | null;
  /** Index of the trajectory's point that the timeline shows; null for the end. */
  readonly scrub: number | null;
  /** Whether the timeline plays. */
  readonly playing: boolean;
  readonly playback: Playback;
  /** The card beside the verdict. */
  readonly evidence: Evidence;
  readonly kept: Kept;
  readonly history: History<Spec>;
  /** The experiment to come back to; null while the reader's own is on the page. */
  readonly aside: Aside | null;
  /** The control of the last change: several changes of one slider in a row are one step of undo. */
  readonly lastField: FieldName | null;
  /** The engine of the next computation; null until the compute service has started. */
  readonly backend: EngineReport | null;
}
