/** The Euclidean length of a vector, also where squares of its entries would underflow or overflow. */
export function measureLength(vector: ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < vector.length; i++) top = Math.max(top, Math.abs(vector[i]!));
  if (top === 0 || !Number.isFinite(top)) return top;
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i]! / top) ** 2;
  return top * Math.sqrt(sum);
}
