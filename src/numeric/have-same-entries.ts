/** Whether two vectors are equal, entry by entry. */
export function haveSameEntries(one: Float64Array, other: Float64Array): boolean {
  return one === other || (one.length === other.length && one.every((entry, p) => entry === other[p]));
}
