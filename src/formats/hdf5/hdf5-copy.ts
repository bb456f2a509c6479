import { quoteText } from "../../experiment/quote";
import type { NumberArray } from "../arrays/number-array";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import type { Hdf5File } from "./hdf5-file";

/** What was read, or the sentence that says why it could not be. The sentence is said only to a reader that needs the value. */
type Copied<Value> = { readonly value: Value } | { readonly failure: string };

interface CopiedAttributes {
  readonly names: Copied<readonly string[]>;
  readonly texts: ReadonlyMap<string, Copied<string | readonly string[] | null>>;
}

interface CopiedGroup extends CopiedAttributes {
  readonly kind: "group";
  readonly members: Copied<readonly string[]>;
}

interface CopiedSet extends CopiedAttributes {
  readonly kind: "set";
  readonly shape: Copied<readonly number[] | null>;
  readonly numbers: Copied<NumberArray>;
  readonly text: Copied<string | null>;
}

/** The groups and sets of a file by their paths, ready to be sent between threads. */
export interface Hdf5Copy {
  readonly entries: ReadonlyMap<string, CopiedGroup | CopiedSet>;
  /** Entries that cannot be told to be a group or a set. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** An answer of the thread that copies: first that its library is loaded, then one for each file. */
export type CopyAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "copied"; readonly copy: Hdf5Copy }
  | { readonly kind: "refused" | "failed"; readonly message: string };

/** Most groups and sets, and most groups within groups. A group may contain itself, so a file can have paths without end. */
const MOST_ENTRIES = 5_000;
const MOST_LEVELS = 32;
/** Most numbers of all sets. */
const MOST_NUMBERS = FOREIGN_LIMITS.unpacked / Float64Array.BYTES_PER_ELEMENT;

/** Copies all that a reader may ask of a file. @throws FormatError where it has too many groups and sets */
export function copyHdf5(file: Hdf5File): Hdf5Copy {
  const entries = new Map<string, CopiedGroup | CopiedSet>();
  const unreadable = new Map<string, string>();
  let left = MOST_NUMBERS;

  function copyNumbers(path: string, shape: Copied<readonly number[] | null>): Copied<NumberArray> {
    const count = "value" in shape && shape.value ? shape.value.reduce((product, size) => product * size, 1) : 0;
    // One set that is too large has a sentence of its own.
    if (count <= FOREIGN_LIMITS.numbers && count > left)
      return { failure: `its sets have more than ${MOST_NUMBERS} numbers` };
    const numbers = attempt(() => file.readNumbers(path));
    if ("value" in numbers) left -= numbers.value.values.length;
    return numbers;
  }

  function copyEntry(path: string, level: number): void {
    if (level > MOST_LEVELS) throw new FormatError(`its groups lie more than ${MOST_LEVELS} deep in one another`);
    if (entries.size + unreadable.size >= MOST_ENTRIES)
      throw new FormatError(`it has more than ${MOST_ENTRIES} groups and sets`);
    const kind = attempt(() => file.kindOf(path));
    if ("failure" in kind) unreadable.set(path, kind.failure);
    else if (kind.value === "set") {
      const shape = attempt(() => file.shapeOf(path));
      const numbers = copyNumbers(path, shape);
      entries.set(path, {
        kind: "set",
        shape,
        numbers,
        text: attempt(() => file.readText(path)),
        ...copyAttributes(file, path),
      });
    } else if (kind.value === "group") {
      const members = attempt(() => file.list(path));
      entries.set(path, { kind: "group", members, ...copyAttributes(file, path) });
      if ("value" in members)
        for (const name of members.value) copyEntry(path === "" ? name : `${path}/${name}`, level + 1);
    }
  }

  copyEntry("", 0);
  return { entries, unreadable };
}

function copyAttributes(file: Hdf5File, path: string): CopiedAttributes {
  const names = attempt(() => file.attributeNames(path));
  const listed = "value" in names ? names.value : [];
  return { names, texts: new Map(listed.map((name) => [name, attempt(() => file.readTextAttribute(path, name))])) };
}

function attempt<Value>(read: () => Value): Copied<Value> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof FormatError) return { failure: error.message };
    throw error;
  }
}

function take<Value>(copied: Copied<Value>): Value {
  if ("failure" in copied) throw new FormatError(copied.failure);
  return copied.value;
}

/** A copy, asked as the file itself would be. */
export class CopiedFile implements Hdf5File {
  readonly #copy: Hdf5Copy;

  constructor(copy: Hdf5Copy) {
    this.#copy = copy;
  }

  list(path: string): readonly string[] {
    const found = this.#find(path);
    return found?.kind === "group" ? take(found.members) : [];
  }

  kindOf(path: string): "group" | "set" | "none" {
    return this.#find(path)?.kind ?? "none";
  }

  shapeOf(path: string): readonly number[] | null {
    const found = this.#find(path);
    return found?.kind === "set" ? take(found.shape) : null;
  }

  readNumbers(path: string): NumberArray {
    const found = this.#find(path);
    if (found?.kind !== "set") throw new FormatError(`it has no set ${quoteText(path)}`);
    return take(found.numbers);
  }

  readText(path: string): string | null {
    const found = this.#find(path);
    return found?.kind === "set" ? take(found.text) : null;
  }

  attributeNames(path: string): readonly string[] {
    const found = this.#find(path);
    return found ? take(found.names) : [];
  }

  readTextAttribute(path: string, name: string): string | readonly string[] | null {
    const text = this.#find(path)?.texts.get(name);
    return text ? take(text) : null;
  }

  #find(path: string): CopiedGroup | CopiedSet | undefined {
    const plain = path
      .split("/")
      .filter((name) => name !== "")
      .join("/");
    const failure = this.#copy.unreadable.get(plain);
    if (failure !== undefined) throw new FormatError(failure);
    return this.#copy.entries.get(plain);
  }
}
