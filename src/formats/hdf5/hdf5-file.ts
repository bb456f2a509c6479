import type { NumberArray } from "../arrays/number-array";

/** The groups and sets of an HDF5 file. A path is made of names and slashes; the root is the empty path. */
export interface Hdf5File {
  /** The names in a group. */
  list(path: string): readonly string[];
  kindOf(path: string): "group" | "set" | "none";
  /** The shape of a set; null where the path names no set of numbers. */
  shapeOf(path: string): readonly number[] | null;
  /** @throws FormatError where it is too large or not of real numbers */
  readNumbers(path: string): NumberArray;
  /** A set's single text; null where there is none. */
  readText(path: string): string | null;
  attributeNames(path: string): readonly string[];
  /** An attribute's text, or its list of texts; null where there is none. */
  readTextAttribute(path: string, name: string): string | readonly string[] | null;
}
