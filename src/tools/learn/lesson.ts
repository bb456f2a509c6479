import type { TemplateResult } from "lit";
import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { AxisWords } from "../../drawing/surface/axis-names";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import type { ChordEnds } from "../../studio/state/chord-ends";
import type { StudioState } from "../../studio/state/state";
import type { LessonOverlay } from "./lesson-overlay";
import type { SourceName } from "./sources";

/** The numbers of a lesson's own controls, by name. */
export type Settings = Readonly<Record<string, number>>;

/** The state of the page, and the lesson's settings. */
export interface Moment {
  readonly state: StudioState;
  readonly settings: Settings;
}

/** A moment at which the result for the experiment on the page is complete. */
export interface SettledMoment extends Moment {
  readonly outcome: LandscapeOutcome;
}

/** Where a control's number is kept: in the lesson, or in the experiment on the page. */
export type ControlHome =
  | { readonly kind: "lesson"; readonly initial: number }
  | {
      readonly kind: "page";
      /** Null where the experiment has no such number, or, for a choice, where it matches no option. */
      readonly read: (spec: Spec) => number | null;
      readonly write: (spec: Spec, value: number) => Spec;
    };

interface ControlBase {
  /** Unique within the lesson. */
  readonly name: string;
  readonly label: string;
  readonly home: ControlHome;
}

export interface SliderControl extends ControlBase {
  readonly kind: "slider";
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** A choice among a few options; its number is the option's index. */
export interface ChoiceControl extends ControlBase {
  readonly kind: "choice";
  readonly options: readonly string[];
  /** A remark on each option, such as its verdict. */
  readonly remark?: (option: number, moment: Moment) => string;
}

export type LessonControl = SliderControl | ChoiceControl;

/** Moves a control of the lesson. */
export type SetNumber = (name: string, value: number) => void;

/** Something to try. The result on the page decides whether it is done; at the lesson's beginning it is not. */
export interface Task {
  readonly text: string;
  readonly isDone: (moment: SettledMoment) => boolean;
}

/** A step of the answer: a few sentences, an experiment on the page, and something to try on it. */
export interface Lesson {
  /** Identifies the lesson in storage and in tests. */
  readonly name: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly formulas: readonly TemplateResult[];
  readonly experiment: Spec;
  /** What the axes are, in the letters of the lesson; absent: the usual words for the plane. */
  readonly axes?: AxisWords;
  /** Changes to the usual view of a lesson's experiment. */
  readonly view?: Partial<View>;
  /** The initial ends of the chord that the reader can move. */
  readonly chord?: ChordEnds;
  readonly controls: readonly LessonControl[];
  readonly figure?: (moment: Moment, set: SetNumber) => TemplateResult;
  /** Lines and pins on the surface. */
  readonly overlay?: (moment: SettledMoment) => LessonOverlay;
  /** The result on the page, in one or two sentences. */
  readonly reading: (moment: SettledMoment) => string;
  readonly tasks: readonly Task[];
  readonly sources: readonly SourceName[];
}
