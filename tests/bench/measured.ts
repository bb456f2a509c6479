/** The value of a row, or the reason, in a sentence, why it has none. */
export type Measured = { readonly value: number; readonly note?: string } | { readonly reason: string };

/** What a row is to reach. */
export type Target = { readonly least: number } | { readonly most: number };

/** One number of the performance page, before it is measured. */
export interface RowSpec {
  /** "×" for a ratio of two measurements of one run; empty for a count. */
  readonly unit: "×" | "1/s" | "ms" | "s" | "%" | "kB" | "";
  readonly target?: Target;
  /** For a ratio what is divided by what; else what is measured. */
  readonly note: string;
}

export type RowSpecs = Readonly<Record<string, RowSpec>>;

/** A value for each of a family's rows, or the reason why there is none. */
export type ValuesOf<Rows extends RowSpecs> = { readonly [Name in keyof Rows]: Measured };

/** A row as it is printed and saved. */
export interface BenchRow extends RowSpec {
  readonly name: string;
  /** Null where it could not be measured; the note then says why. */
  readonly value: number | null;
}

/** Joins the rows of a family with what was measured. */
export function completeRows(specs: RowSpecs, values: Partial<Record<string, Measured>>): BenchRow[] {
  return Object.entries(specs).map(([name, spec]) => {
    const measured = values[name] ?? { reason: "It was not measured." };
    if ("reason" in measured) return { name, ...spec, value: null, note: measured.reason };
    return { name, ...spec, value: measured.value, note: joinNotes(spec.note, measured.note) };
  });
}

function joinNotes(first: string, second = ""): string {
  return second === "" ? first : `${first}; ${second}`;
}

/** Every row of a family without a value, for the same reason. */
export function missRows(specs: RowSpecs, reason: string): BenchRow[] {
  return completeRows(specs, Object.fromEntries(Object.keys(specs).map((name) => [name, { reason }])));
}

/** Whether a row reaches its target; null where it has none or was not measured. */
export function reachesTarget({ value, target }: Pick<BenchRow, "value" | "target">): boolean | null {
  if (value === null || !target) return null;
  return "least" in target ? value >= target.least : value <= target.most;
}
