import { LIMITS } from "../../experiment/limits";
import type { Table, TableForm } from "./read-table";

/** A column, as a reader chooses among columns. */
export interface ColumnSummary {
  readonly name: string;
  readonly kind: "number" | "text";
  /** The first values that are not missing. */
  readonly examples: readonly string[];
  /** Rows without a value. */
  readonly missing: number;
  /** Whether all values are the same. */
  readonly isConstant: boolean;
  /** The number of different values; null where they are more than a network has outputs. */
  readonly distinct: number | null;
}

/** What a table is like, without its numbers. */
export interface TableSummary {
  readonly form: TableForm;
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
}

const EXAMPLES = 3;

export function summarizeTable(table: Table): TableSummary {
  const missing = new Map<string, number>();
  for (const { column } of table.missing) missing.set(column, (missing.get(column) ?? 0) + 1);
  return {
    form: table.form,
    rows: table.rows,
    columns: table.columns.map(({ name, kind, values }) => {
      const distinct = new Set<string | number>();
      const examples: string[] = [];
      for (const value of values) {
        if (value === "" || Number.isNaN(value)) continue;
        if (examples.length < EXAMPLES) examples.push(String(value));
        if (distinct.size <= LIMITS.outputs.max) distinct.add(value);
      }
      return {
        name,
        kind,
        examples,
        missing: missing.get(name) ?? 0,
        isConstant: distinct.size === 1,
        distinct: distinct.size > LIMITS.outputs.max ? null : distinct.size,
      };
    }),
  };
}
