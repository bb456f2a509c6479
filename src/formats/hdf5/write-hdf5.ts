import { loadLibrary } from "./library";

/** A set of numbers of a file's root group. */
export interface WrittenSet {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

let files = 0;

/** Writes an HDF5 file of sets of float64 numbers, as its library 1.8 and later read them. */
export async function writeHdf5(sets: ReadonlyMap<string, WrittenSet>): Promise<Uint8Array> {
  const library = await loadLibrary();
  files++;
  const name = `/losscape-out-${files}.h5`;
  const failure = "the HDF5 library could not write the file";
  try {
    const file = library.guard(() => library.open(name, "w"), failure);
    library.guard(() => {
      for (const [key, { shape, values }] of sets) {
        file.create_dataset({ name: key, data: values, shape: [...shape], dtype: "<d" });
      }
      file.close();
    }, failure);
    return library.read(name);
  } finally {
    library.remove(name);
  }
}
