import type { Limit } from "../../experiment/limits";
import type { Activation, Spec } from "../../experiment/spec";

export type FieldValue = number | string | boolean;
export type FieldGroup = "Data" | "Network" | "Training" | "Plane" | "Grid";

/** What all controls have in common. `read` returns null where a field does not apply; it is then hidden. */
interface FieldBase {
  readonly group: FieldGroup;
  readonly label: string;
  /** One line that explains the control, with its unit. */
  readonly title: string;
}

export interface NumberField extends FieldBase {
  readonly kind: "number";
  /** May depend on the experiment, for example on its number of parameters. */
  readonly limit: Limit | ((spec: Spec) => Limit);
  readonly whole: boolean;
  /** What the present value means, where the number alone does not show it. */
  readonly describe?: (spec: Spec) => string;
  /** The range of the slider; without it the control is a number box. */
  readonly slider?: Limit;
  readonly step?: number;
  readonly read: (spec: Spec) => number | null;
  readonly write: (spec: Spec, value: number) => Spec;
}

export interface ChoiceField extends FieldBase {
  readonly kind: "choice";
  /** Label to value, in the order of the menu. */
  readonly options: Readonly<Record<string, string>> | ((spec: Spec) => Readonly<Record<string, string>>);
  readonly read: (spec: Spec) => string | null;
  readonly write: (spec: Spec, value: string) => Spec;
}

export interface FlagField extends FieldBase {
  readonly kind: "flag";
  readonly read: (spec: Spec) => boolean | null;
  readonly write: (spec: Spec, value: boolean) => Spec;
}

/** One control of the experiment: its name, its limits, and how it is read from and written to a spec. */
export type Field = NumberField | ChoiceField | FlagField;

export function fieldLimit(field: NumberField, spec: Spec): Limit {
  return typeof field.limit === "function" ? field.limit(spec) : field.limit;
}

export function fieldOptions(field: ChoiceField, spec: Spec): Readonly<Record<string, string>> {
  return typeof field.options === "function" ? field.options(spec) : field.options;
}

/** A copy of the experiment with some of its sections replaced. */
export function withSections(spec: Spec, sections: Partial<Spec>): Spec {
  return { ...spec, ...sections };
}

/** The three activations that always have a button; the others are in a menu. */
export const MAIN_ACTIVATIONS: readonly Activation[] = ["sigmoid", "relu", "tanh"];
