/** A number as JSON holds it: null where it is not finite. */
export type JsonNumber = number | null;

export function toJsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : null;
}
