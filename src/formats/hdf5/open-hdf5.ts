import type { Dataset, Group, File as Hdf5Handle } from "h5wasm";
import { quoteText } from "../../experiment/quote";
import type { NumberArray, NumberType } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import type { Hdf5File } from "./hdf5-file";
import { type Hdf5Library, loadLibrary } from "./library";

/** Longest text of a set or attribute: a network's description. */
const LONGEST_TEXT = 4_000_000;
const MOST_NAMES = FOREIGN_LIMITS.members;
let files = 0;

/**
 * Opens an HDF5 file in this thread for as long as `use` runs. External links and external storage are not followed, as the library sees
 * no other file.
 *
 * @throws FormatError where the file is damaged or cut off, and what `use` throws
 */
export async function openHdf5<Result>(bytes: Uint8Array, use: (file: Hdf5File) => Result): Promise<Result> {
  const library = await loadLibrary();
  files++;
  const name = `/losscape-${files}.h5`;
  library.write(name, bytes);
  try {
    const handle = library.guard(() => library.open(name, "r"), "it is damaged or was cut off: HDF5 cannot open it");
    try {
      return use(new OpenFile(handle, library.guard));
    } finally {
      library.guard(() => handle.close(), "it cannot be closed");
    }
  } finally {
    library.remove(name);
  }
}

type Guard = Hdf5Library["guard"];

class OpenFile implements Hdf5File {
  readonly #handle: Hdf5Handle;
  readonly #guard: Guard;

  constructor(handle: Hdf5Handle, guard: Guard) {
    this.#handle = handle;
    this.#guard = guard;
  }

  list(path: string): readonly string[] {
    const group = this.#find(path);
    if (!isGroup(group)) return [];
    const names = this.#guard(() => group.keys(), `its group ${quoteText(path || "/")} cannot be read`);
    if (names.length > MOST_NAMES)
      throw new FormatError(`its group ${quoteText(path || "/")} has more than ${MOST_NAMES} entries`);
    return names;
  }

  kindOf(path: string): "group" | "set" | "none" {
    const found = this.#find(path);
    if (isGroup(found)) return "group";
    return isSet(found) ? "set" : "none";
  }

  shapeOf(path: string): readonly number[] | null {
    const set = this.#find(path);
    if (!isSet(set)) return null;
    const { shape, type } = this.#describe(path, set);
    return shape !== null && type !== null ? shape : null;
  }

  readNumbers(path: string): NumberArray {
    const set = this.#find(path);
    if (!isSet(set)) throw new FormatError(`it has no set ${quoteText(path)}`);
    const { shape, type, chunk } = this.#describe(path, set);
    if (!shape || !type) throw new FormatError(`its set ${quoteText(path)} does not hold real numbers`);
    const count = multiply(shape);
    if (count > FOREIGN_LIMITS.numbers || chunk > FOREIGN_LIMITS.numbers) {
      throw new FormatError(
        `its set ${quoteText(path)} of ${shape.join(" × ")} has more than ${FOREIGN_LIMITS.numbers} numbers`,
      );
    }
    const value = this.#guard(() => set.value, `its set ${quoteText(path)} is damaged: it cannot be read`);
    const values = toNumbers(value);
    if (values?.length !== count)
      throw new FormatError(`its set ${quoteText(path)} does not hold ${count} real numbers`);
    return { shape, values, type };
  }

  readText(path: string): string | null {
    const set = this.#find(path);
    if (!isSet(set)) return null;
    const { metadata } = this.#guard(() => ({ metadata: set.metadata }), `its set ${quoteText(path)} cannot be read`);
    if (metadata.type !== TEXT_CLASS || metadata.size > LONGEST_TEXT || multiply(metadata.shape ?? []) !== 1)
      return null;
    const value = this.#guard(() => set.value, `its set ${quoteText(path)} is damaged: it cannot be read`);
    const text = Array.isArray(value) ? value[0] : value;
    return typeof text === "string" ? text : null;
  }

  attributeNames(path: string): readonly string[] {
    const found = this.#find(path);
    if (!isGroup(found) && !isSet(found)) return [];
    return this.#guard(() => Object.keys(found.attrs), `the attributes of ${quoteText(path || "/")} cannot be read`);
  }

  readTextAttribute(path: string, name: string): string | readonly string[] | null {
    const found = this.#find(path);
    if (!isGroup(found) && !isSet(found)) return null;
    const sentence = `the attribute ${quoteText(name)} of ${quoteText(path || "/")} cannot be read`;
    const attribute = this.#guard(() => {
      const { attrs } = found;
      return Object.hasOwn(attrs, name) ? attrs[name] : undefined;
    }, sentence);
    if (attribute === undefined) return null;
    const { metadata } = attribute;
    const entries = multiply(metadata.shape ?? []);
    if (metadata.type !== TEXT_CLASS || metadata.size * entries > LONGEST_TEXT) return null;
    const value = this.#guard(() => attribute.value, sentence);
    if (typeof value === "string") return value;
    return Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : null;
  }

  #find(path: string): unknown {
    if (path === "") return this.#handle;
    return this.#guard(() => this.#handle.get(path), `its entry ${quoteText(path)} cannot be read`);
  }

  #describe(path: string, set: Dataset) {
    const metadata = this.#guard(() => set.metadata, `its set ${quoteText(path)} cannot be read`);
    const { shape, type, size, signed, chunks, vlen } = metadata;
    return {
      shape,
      type: vlen ? null : nameType(type, size, signed),
      chunk: chunks ? multiply(chunks) : 0,
    };
  }
}

const multiply = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const isGroup = (found: unknown): found is Group => hasType(found, "Group");
const isSet = (found: unknown): found is Dataset => hasType(found, "Dataset");

function hasType(found: unknown, type: string): boolean {
  return typeof found === "object" && found !== null && "type" in found && found.type === type;
}

/** HDF5's classes of types. */
const INTEGER_CLASS = 0;
const FLOAT_CLASS = 1;
const TEXT_CLASS = 3;

function nameType(type: number, size: number, isSigned: boolean): NumberType | null {
  if (type === FLOAT_CLASS) return ({ 2: "float16", 4: "float32", 8: "float64" } as const)[size] ?? null;
  if (type !== INTEGER_CLASS) return null;
  const bits = ({ 1: 8, 2: 16, 4: 32, 8: 64 } as const)[size];
  return bits === undefined ? null : `${isSigned ? "int" : "uint"}${bits}`;
}

function toNumbers(value: unknown): Float64Array | null {
  if (typeof value === "number" || typeof value === "bigint") return Float64Array.of(Number(value));
  if (value instanceof Float64Array) return value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (Array.isArray(value)) return value.every((entry) => typeof entry === "number") ? Float64Array.from(value) : null;
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Float64Array.from(value as unknown as ArrayLike<number>)
    : null;
}
