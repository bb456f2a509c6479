import { quoteText } from "../../experiment/quote";
import { BYTES_OF_TYPE, type NumberArray, type NumberType, readNumbers } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { refuse } from "./refuse";

/** An array of numbers in a file. Its numbers are read only when they are needed. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** The numbers row by row. */
  read(): Float64Array;
}

/** How a file stores a weight. */
export type WeightType = Extract<NumberType, `float${string}`> | "bfloat16";

/** The number of entries of a tensor. @throws FormatError where a dimension is not a size, or where there are too many */
export function countEntries(name: string, shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) refuse(`${quoteText(name)}: its dimension ${size} is not a size`);
    count *= size;
    if (count > FOREIGN_LIMITS.numbers) {
      refuse(`${quoteText(name)}: its ${shape.join(" × ")} numbers are more than ${FOREIGN_LIMITS.numbers}`);
    }
  }
  return count;
}

/**
 * A tensor from little-endian bytes.
 * @throws FormatError where the number of bytes is not that of the shape
 */
export function tensorFromBytes(name: string, shape: readonly number[], type: WeightType, bytes: Uint8Array): Tensor {
  const count = countEntries(name, shape);
  const size = type === "bfloat16" ? 2 : BYTES_OF_TYPE[type];
  if (bytes.length !== count * size) {
    refuse(`${quoteText(name)}: ${bytes.length} bytes instead of ${count * size} for ${count} numbers (${type})`);
  }
  const read = () => (type === "bfloat16" ? readBrainFloats(bytes, count) : readNumbers(bytes, type, count, true));
  return { name, shape, read };
}

/** A tensor of an array that is read. */
export function tensorFromArray(name: string, { shape, values }: NumberArray): Tensor {
  return { name, shape, read: () => values };
}

/** A bfloat16 is the upper half of a float32. */
function readBrainFloats(bytes: Uint8Array, count: number): Float64Array {
  const wide = new Uint8Array(4 * count);
  for (let i = 0; i < count; i++) wide.set(bytes.subarray(2 * i, 2 * i + 2), 4 * i + 2);
  return readNumbers(wide, "float32", count, true);
}
