import type { TemplateResult } from "lit";
import type { LandscapeOutcome } from "../../compute/jobs/landscape-outcome";
import type { Spec } from "../../experiment/spec";
import type { View } from "../../experiment/view";
import type { ChordEnds } from "../../studio/state/chord-ends";
import type { StudioState } from "../../studio/state/state";
import type { LessonOverlay } from "./lesson-overlay";
import type { SourceName } from "./sources";

/** What the reader has set within a lesson, by the name of its control. */
export type Settings = Readonly<Record<string, number>>;

/** The page and the lesson's own settings at one time. */
export interface Moment {
  readonly state: StudioState;
  readonly settings: Settings;
}

/** A moment at which the experiment on the page is computed to its end. */
export interface SettledMoment extends Moment {
  readonly outcome: LandscapeOutcome;
}

/** Where the number of a control is kept: in the lesson, or in the experiment on the page, which it then changes. */
export type ControlHome =
  | { readonly kind: "lesson"; readonly initial: number }
  | {
      readonly kind: "page";
      /** Null where the experiment has no such number, for a choice where it is none of them. */
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

/** One of a few; its number is the option's place in the list. */
export interface ChoiceControl extends ControlBase {
  readonly kind: "choice";
  readonly options: readonly string[];
  /** A remark on each option, such as what was found of it; else none. */
  readonly remark?: (option: number, moment: Moment) => string;
}

export type LessonControl = SliderControl | ChoiceControl;

/** Moves a control of the lesson. */
export type SetNumber = (name: string, value: number) => void;

/** Something to try. It is ticked by what the page computed, and at the lesson's beginning it is not yet done. */
export interface Task {
  readonly text: string;
  readonly isDone: (moment: SettledMoment) => boolean;
}

/** One step of the answer: a few sentences, an experiment on the page, and something to try on it. */
export interface Lesson {
  /** In storage and in tests. */
  readonly name: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly formulas: readonly TemplateResult[];
  readonly experiment: Spec;
  /** How the experiment is looked at, where that is not as usual. */
  readonly view?: Partial<View>;
  /** Where a chord of the reader's own begins, if one is drawn. */
  readonly chord?: ChordEnds;
  readonly controls: readonly LessonControl[];
  readonly figure?: (moment: Moment, set: SetNumber) => TemplateResult;
  /** What is laid over the surface. */
  readonly overlay?: (moment: SettledMoment) => LessonOverlay;
  /** What the page shows now, in one or two sentences. */
  readonly reading: (moment: SettledMoment) => string;
  readonly tasks: readonly Task[];
  readonly sources: readonly SourceName[];
}
