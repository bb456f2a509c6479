import type { LandscapeOutcome, LandscapeProgress } from "../../compute/jobs/landscape-outcome";
import type { TrainingOutcome, TrainingProgress } from "../../compute/jobs/training/training-outcome";
import type { Landscape } from "../../convexity/points/landscape";
import type { Activation, Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import type { PlacedPlane } from "../../slice/plane/plane";
import type { SlicePlace } from "../../slice/slice-place";
import type { FieldName } from "../fields/all-fields";
import type { FieldValue } from "../fields/field";
import type { EvidenceAction } from "./evidence";
import type { Message, Playback, StudioState } from "./state";
import type { TrainingState } from "./training-state";

/** Every change of the page's state: by the reader, or by the report of a run. */
export type Action =
  | EvidenceAction
  | { readonly type: "change"; readonly field: FieldName; readonly value: FieldValue }
  | { readonly type: "choose-activation"; readonly activation: Activation }
  /** Changes to the plane that contains the chord of the proof. */
  | { readonly type: "show-proof-plane" }
  | { readonly type: "look"; readonly view: Partial<View> }
  | { readonly type: "open"; readonly spec: Spec; readonly view?: View }
  | { readonly type: "show-outcome"; readonly spec: Spec; readonly outcome: LandscapeOutcome }
  | {
      readonly type: "keep-result";
      readonly spec: Spec;
      readonly training: TrainingState;
      readonly outcome: LandscapeOutcome;
    }
  | { readonly type: "step-aside"; readonly spec: Spec; readonly view?: Partial<View> }
  | { readonly type: "come-back" }
  | { readonly type: "scrub"; readonly index: number | null }
  | { readonly type: "play"; readonly playing: boolean }
  | { readonly type: "set-playback"; readonly playback: Partial<Playback> }
  | { readonly type: "undo" | "redo" }
  | { readonly type: "train-from"; readonly place: SlicePlace }
  /** Changes one weight of those in sight, for as long as the reader drags it. */
  | { readonly type: "drag-weight"; readonly index: number; readonly value: number }
  /** Makes the dragged weights those of the experiment. */
  | { readonly type: "drop-weights" }
  | { readonly type: "retrain" | "reset-training" | "evaluate-again" }
  | { readonly type: "say"; readonly message: Message | null }
  | { readonly type: "describe-backend"; readonly backend: NonNullable<StudioState["backend"]> }
  | { readonly type: "report"; readonly run: number; readonly report: RunReport };

/** A report of a run. */
export type RunReport =
  | { readonly kind: "training-progress"; readonly progress: TrainingProgress }
  | { readonly kind: "training-paused"; readonly paused: boolean }
  | { readonly kind: "training-ended"; readonly outcome: TrainingOutcome }
  | { readonly kind: "training-failed"; readonly message: string }
  | {
      readonly kind: "landscape-live";
      readonly landscape: Landscape;
      readonly plane?: PlacedPlane;
      readonly step: number;
      /** The experiment that it belongs to, where the plane may have changed since; the page's own by default. */
      readonly of?: Spec;
    }
  | { readonly kind: "landscape-started" }
  | ({ readonly kind: "landscape-progress" } & LandscapeProgress)
  | { readonly kind: "landscape-ended"; readonly outcome: LandscapeOutcome }
  | { readonly kind: "landscape-cancelled" }
  | { readonly kind: "landscape-failed"; readonly message: string };
