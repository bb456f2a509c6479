/** What unpacks a stream piece by piece: fflate's Inflate and Unzlib. */
type Unpacker = new (
  take: (part: Uint8Array, isLast: boolean) => void,
) => {
  push(part: Uint8Array, isLast: boolean): void;
};

/** The stream ends before its contents do. */
export class CutShortError extends Error {
  override name = "CutShortError";
}

/** fflate's code of the same. */
const UNEXPECTED_END = 0;

/** Compressed bytes at a time: deflate grows 1032-fold at most, so a hostile stream stops after 4 MiB too much. */
const STEP = 4096;

/**
 * Unpacks in small steps and stops as soon as there is too much, so that a small stream that unpacks to a huge text is refused
 * before it costs memory or time.
 *
 * @throws RangeError when it unpacks to more than `limit` bytes
 * @throws CutShortError when the stream is incomplete
 * @throws Error when it is damaged
 */
export function inflateWithin(Unpack: Unpacker, packed: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const stream = new Unpack((part, isLast) => {
    parts.push(part);
    size += part.length;
    isWhole ||= isLast;
  });
  for (let start = 0; start < packed.length; start += STEP) {
    try {
      stream.push(packed.subarray(start, start + STEP), start + STEP >= packed.length);
    } catch (error) {
      const isCut = error instanceof Error && "code" in error && error.code === UNEXPECTED_END;
      throw isCut ? new CutShortError("the stream ends too early") : error;
    }
    if (size > limit) throw new RangeError(`it unpacks to more than ${limit} bytes`);
  }
  if (!isWhole) throw new CutShortError("the stream ends too early");
  const unpacked = new Uint8Array(size);
  let end = 0;
  for (const part of parts) {
    unpacked.set(part, end);
    end += part.length;
  }
  return unpacked;
}
