/** The decimal with the fewest digits that rounds to this float32: 0.2 where a file holds the float32 beside it, as its author wrote it. */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === Math.fround(value)) return decimal;
  }
  return Number(value.toPrecision(9));
}
