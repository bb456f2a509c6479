import { FormatError } from "../format-error";
import { CopiedFile, type Hdf5Copy } from "./hdf5-copy";
import type { Hdf5File } from "./hdf5-file";
import { copyInThread } from "./hdf5-thread";

/** "\x89HDF\r\n\x1a\n" */
const MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

export const isHdf5 = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/** A file is first recognised and then read: both take the same copy. */
const copies = new WeakMap<Uint8Array, Promise<Hdf5Copy>>();

/**
 * Reads an HDF5 file in a thread of its own, and hands its content to `use`. A damaged file can keep the library busy for ever: its
 * thread is then ended.
 *
 * @param bytes  not changed afterwards
 * @throws FormatError where the file is damaged, was cut off or takes too long, and what `use` throws
 */
export async function withHdf5<Result>(bytes: Uint8Array, use: (file: Hdf5File) => Result): Promise<Result> {
  if (!isHdf5(bytes)) throw new FormatError("it does not begin as an HDF5 file does");
  let copy = copies.get(bytes);
  if (!copy) {
    copy = copyInThread(bytes);
    copies.set(bytes, copy);
  }
  return use(new CopiedFile(await copy));
}
