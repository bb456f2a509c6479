import { quoteText } from "../../experiment/quote";
import { FormatError } from "../format-error";
import type { NumberArray } from "./number-array";
import { readNpy } from "./read-npy";
import { openZip } from "./zip-archive";

const EXTENSION = ".npy";

/** Reads all arrays of NumPy's archive, by their names without `.npy`. @throws FormatError that names the member */
export function readNpz(bytes: Uint8Array): ReadonlyMap<string, NumberArray> {
  const archive = openZip(bytes);
  const arrays = new Map<string, NumberArray>();
  for (const name of archive.names) {
    if (!name.endsWith(EXTENSION)) throw new FormatError(`its member ${quoteText(name)} is not an array of NumPy`);
    try {
      arrays.set(name.slice(0, -EXTENSION.length), readNpy(archive.read(name)));
    } catch (error) {
      if (!(error instanceof FormatError) || error.message.startsWith("its member")) throw error;
      throw new FormatError(`its member ${quoteText(name)} cannot be read: ${error.message}`);
    }
  }
  if (arrays.size === 0) throw new FormatError("it is an archive without arrays");
  return arrays;
}
