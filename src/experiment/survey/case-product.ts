import { refuseHessian } from "../network-size";
import { parseSpec, SpecError } from "../parse";
import { quoteText } from "../quote";
import type { Spec } from "../spec";
import { PLAN_LIMITS, type SurveyPlanDocument, type VariedRange } from "./plan-schema";

/** The value of each varied field of a case, by the field's path in the spec. */
export type Factors = Readonly<Record<string, unknown>>;

/** One experiment of a survey. */
export interface SurveyCase {
  /** Its number in the product, from 0. */
  readonly index: number;
  readonly factors: Factors;
  readonly spec: Spec;
}

/** One entry of `vary`: the fields that change together, and their values. */
export interface Axis {
  readonly paths: readonly string[];
  readonly count: number;
  /** Whether only the slice depends on it, and not the weights at its centre. */
  readonly isOfSlice: boolean;
  /** Whether it counts through seeds: then its values differ by chance alone. */
  readonly isSeed: boolean;
  /** The values of its fields at a place of the range, in the order of `paths`. */
  valuesAt(place: number): readonly unknown[];
}

/** Combinations that are checked before a survey starts. A larger product is checked at as many combinations, spread over it. */
const MOST_CHECKED = 20_000;
const SLICE_FIELDS = ["plane", "grid"];

/**
 * The product of a plan's ranges. A case is made from its number when it is needed, so that a large product takes no memory. Fields of the
 * slice vary fastest, so that cases with the same weights at the centre follow one another.
 */
export class CaseProduct {
  readonly plan: SurveyPlanDocument;
  /** In the order of the plan. */
  readonly axes: readonly Axis[];
  readonly count: number;
  /** Number of consecutive cases with the same weights at the centre. */
  readonly groupSize: number;
  /** For each axis, the number of cases after which its value changes. */
  readonly #strides: readonly number[];

  /** @throws SpecError with one sentence that names the field, where the ranges contradict one another or are too many */
  constructor(plan: SurveyPlanDocument) {
    this.plan = plan;
    this.axes = Object.entries(plan.vary).map(([name, range]) => makeAxis(name, range));
    checkOverlap(this.axes.flatMap(({ paths }) => paths));
    this.count = this.axes.reduce((product, { count }) => product * count, 1);
    if (this.count > PLAN_LIMITS.cases.max) {
      throw new SpecError(`survey.vary: ${this.count} cases are more than ${PLAN_LIMITS.cases.max}`);
    }
    const slowFirst = [...this.axes].sort((one, other) => Number(one.isOfSlice) - Number(other.isOfSlice));
    const strides = new Map<Axis, number>();
    let stride = 1;
    for (const axis of slowFirst.reverse()) {
      strides.set(axis, stride);
      stride *= axis.count;
    }
    this.#strides = this.axes.map((axis) => strides.get(axis)!);
    this.groupSize = this.axes.reduce((size, { isOfSlice, count }) => (isOfSlice ? size * count : size), 1);
  }

  /** The number of different weights at a centre. */
  get groups(): number {
    return this.count / this.groupSize;
  }

  /** The place of a case in the range of each axis. */
  placesOf(index: number): number[] {
    return this.axes.map(({ count }, i) => Math.floor(index / this.#strides[i]!) % count);
  }

  /** The number of the case at these places. */
  indexOf(places: readonly number[]): number {
    return places.reduce((index, place, i) => index + place * this.#strides[i]!, 0);
  }

  factorsAt(index: number): Factors {
    const places = this.placesOf(index);
    return Object.fromEntries(
      this.axes.flatMap(({ paths, valuesAt }, i) => {
        const values = valuesAt(places[i]!);
        return paths.map((path, k) => [path, values[k]] as const);
      }),
    );
  }

  /** @throws SpecError with one sentence that names the case and the field */
  caseAt(index: number): SurveyCase {
    const factors = this.factorsAt(index);
    let raw: unknown = this.plan.spec;
    for (const [path, value] of Object.entries(factors)) raw = setField(raw, path, path.split("."), value);
    const { measure } = this.plan;
    try {
      // What is measured of the whole Hessian is said by the plan's `measure`.
      const spec = { ...parseSpec(raw), fullHessian: "none" as const };
      const refusal =
        measure.includes("lambdaMin") || measure.includes("fullHessian") ? refuseHessian(spec.network) : null;
      if (refusal !== null) throw new SpecError(`survey.measure: ${refusal}`);
      return { index, factors, spec };
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      throw new SpecError(`${error.message} (case ${index}: ${quoteText(describeFactors(factors), 200)})`);
    }
  }

  /**
   * Makes cases as a test: all where they are few. Which seed a case has does not change whether it can be run.
   * @throws SpecError with one sentence that names the case and the field
   */
  check(): void {
    const checked = this.axes.map(({ isSeed, count }) => (isSeed ? Math.min(count, 2) : count));
    const combinations = checked.reduce((product, count) => product * count, 1);
    const step = Math.max(1, combinations / MOST_CHECKED);
    for (let k = 0; k < combinations; k += step) {
      let rest = Math.floor(k);
      const places = this.axes.map(({ isSeed, count }, i) => {
        const place = rest % checked[i]!;
        rest = Math.floor(rest / checked[i]!);
        // Of the seeds the first and the last: they have the largest and the smallest number.
        return isSeed && place === 1 ? count - 1 : place;
      });
      this.caseAt(this.indexOf(places));
    }
    if (step === 1) return;
    for (const [i, { count, isSeed }] of this.axes.entries()) {
      for (let place = 0; place < (isSeed ? 1 : count); place++) {
        this.caseAt(this.indexOf(this.axes.map((_, k) => (k === i ? place : 0))));
      }
    }
  }
}

/** Factors in one line, such as `network.activation "relu", weights.seed 3`. */
export function describeFactors(factors: Factors): string {
  return Object.entries(factors)
    .map(([path, value]) => `${path} ${JSON.stringify(value)}`)
    .join(", ");
}

function makeAxis(name: string, range: VariedRange): Axis {
  const field = `survey.vary.${quoteText(name)}`;
  const paths = name.split("&").map((path) => path.trim());
  const bad = paths.find((path) => path.split(".").some((key) => key === ""));
  if (bad !== undefined) throw new SpecError(`${field}: ${quoteText(JSON.stringify(bad))} is not a path in the spec`);
  const managed = paths.find((path) => ["format", "version", "fullHessian"].includes(path.split(".")[0]!));
  if (managed !== undefined) throw new SpecError(`${field}: ${quoteText(managed)} cannot vary in a survey`);
  const isOfSlice = paths.every((path) => SLICE_FIELDS.includes(path.split(".")[0]!));
  const isSeed = paths.every((path) => path.endsWith(".seed"));
  if (!Array.isArray(range)) {
    if (paths.length > 1) throw new SpecError(`${field}: fields that vary together need a list of values`);
    const { from, count } = range;
    return { paths, count, isOfSlice, isSeed, valuesAt: (place) => [from + place] };
  }
  checkValues(field, paths, range);
  const values = paths.length === 1 ? range.map((value) => [value]) : (range as unknown[][]);
  return { paths, count: range.length, isOfSlice, isSeed, valuesAt: (place) => values[place]! };
}

function checkValues(field: string, paths: readonly string[], values: readonly unknown[]): void {
  const seen = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    if (paths.length > 1 && !(Array.isArray(value) && value.length === paths.length)) {
      throw new SpecError(`${field}[${i}]: is not a list of ${paths.length} values, one for each field`);
    }
    const text = JSON.stringify(value);
    const first = seen.get(text);
    if (first !== undefined) throw new SpecError(`${field}[${i}]: is the same value as ${field}[${first}]`);
    seen.set(text, i);
  }
}

/** Two ranges must not set the same field, nor a field and a part of it. */
function checkOverlap(paths: readonly string[]): void {
  const sorted = [...paths].sort();
  for (const [i, path] of sorted.entries()) {
    const other = sorted.find((part, k) => k !== i && (part === path || part.startsWith(`${path}.`)));
    if (other === undefined) continue;
    throw new SpecError(
      `survey.vary.${quoteText(path)}: contradicts ${other === path ? "the same field" : quoteText(other)}, which also varies`,
    );
  }
}

/** A copy of a value in which the field at a path has another value; objects that are missing on the way are made. */
function setField(tree: unknown, path: string, keys: readonly string[], value: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    const index = /^\d+$/.test(key) ? Number(key) : tree.length;
    if (index >= tree.length) throw new SpecError(`survey.vary.${quoteText(path)}: the spec has no such entry`);
    return tree.map((entry, i) => (i === index ? setField(entry, path, rest, value) : entry));
  }
  if (typeof tree !== "object" || tree === null) {
    throw new SpecError(`survey.vary.${quoteText(path)}: the spec has no such field`);
  }
  const inner = Object.hasOwn(tree, key) ? (tree as Record<string, unknown>)[key] : {};
  return { ...tree, [key]: setField(inner, path, rest, value) };
}
