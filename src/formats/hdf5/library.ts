import type { File as Hdf5Handle } from "h5wasm";
import { FormatError } from "../format-error";

/** The HDF5 library in WebAssembly, with its own file system in memory. */
export interface Hdf5Library {
  open(name: string, mode: "r" | "w"): Hdf5Handle;
  write(name: string, bytes: Uint8Array): void;
  read(name: string): Uint8Array;
  remove(name: string): void;
  /** Calls the library; its failure becomes one sentence. @throws FormatError */
  guard<Result>(call: () => Result, sentence: string): Result;
}

/** Most memory of the library. A chunk of a file may unpack to any size, and the library asks for memory until it has it. */
const MOST_MEMORY = 96 * 2 ** 20;
const PAGE = 65_536;

let loading: Promise<Hdf5Library> | null = null;

/** Loads the library at its first use: it has 4 MB. */
export function loadLibrary(): Promise<Hdf5Library> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Hdf5Library> {
  const { File, ready } = await import("h5wasm");
  const { FS, activate_throwing_error_handler: throwErrors } = await ready;
  throwErrors();
  return {
    open: (name, mode) => new File(name, mode),
    write: (name, bytes) => FS.writeFile(name, bytes),
    read: (name) => FS.readFile(name),
    remove: (name) => FS.unlink(name),
    guard: (call, sentence) => {
      try {
        return withinMemory(call);
      } catch {
        // The library's own message is a stack of its functions.
        throw new FormatError(sentence);
      }
    },
  };
}

/** Runs a call of the library with a limit on its memory. WebAssembly's memory belongs to the module, so its growth is watched here. */
function withinMemory<Result>(call: () => Result): Result {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * PAGE > MOST_MEMORY)
      throw new RangeError("the HDF5 library takes too much memory");
    return grow.call(this, pages);
  };
  try {
    return call();
  } finally {
    prototype.grow = grow;
  }
}
