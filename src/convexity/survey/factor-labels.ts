import { quoteText } from "../../experiment/quote";

/** Short names of a factor's values, all different: `relu`, `2-8-1`, `moons`; the whole JSON where short names would be the same. */
export function labelValues(values: readonly unknown[]): string[] {
  const short = values.map(nameValue);
  return new Set(short).size === short.length ? short : values.map((value) => quoteText(JSON.stringify(value), 200));
}

function nameValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(nameValue).join("-");
  if (typeof value !== "object" || value === null) return quoteText(String(value));
  const { name, kind } = value as { readonly name?: unknown; readonly kind?: unknown };
  return quoteText(String(name ?? kind ?? JSON.stringify(value)));
}
