import { zipSync } from "fflate";
import { OLDEST_DATE } from "./zip-date";

/** The header's length is a multiple of this, so that the numbers begin at a whole word. */
const ALIGNMENT = 64;
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);

/** An array to write, in row-major order. */
export interface WrittenArray {
  readonly shape: readonly number[];
  readonly values: Float64Array | Uint8Array;
}

/** Writes NumPy's array file, version 1.0. */
function writeNpy({ shape, values }: WrittenArray): Uint8Array {
  const type = values instanceof Float64Array ? "<f8" : "|u1";
  const sizes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${sizes}, }`;
  const start = Math.ceil((MAGIC.length + 2 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + values.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, start - MAGIC.length - 2, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - MAGIC.length - 3)}\n`), MAGIC.length + 2);
  if (values instanceof Uint8Array) bytes.set(values, start);
  else for (const [i, value] of values.entries()) view.setFloat64(start + 8 * i, value, true);
  return bytes;
}

/** Writes NumPy's archive of arrays. The same arrays make the same bytes. */
export function writeNpz(arrays: ReadonlyMap<string, WrittenArray>): Uint8Array {
  const members = [...arrays].map(([name, array]) => [`${name}.npy`, writeNpy(array)] as const);
  return zipSync(Object.fromEntries(members), { mtime: OLDEST_DATE });
}
