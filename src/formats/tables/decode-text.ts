import { FormatError } from "../format-error";

/** How a text is written as bytes, in the words of the Encoding Standard. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Bytes of which the share of zeros is counted. */
const HEAD = 2_000;

/**
 * Decodes a text. Its byte-order mark says the encoding; without one it is UTF-16 where every second byte is 0, else UTF-8 where that fits,
 * else Windows-1252, which holds Latin-1.
 *
 * @throws FormatError where it is no text
 */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } {
  const encoding = findEncoding(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes("\0")) throw new FormatError("it is no text: it holds characters of code 0");
  return { text, encoding };
}

function findEncoding(bytes: Uint8Array): TextEncoding {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const head = bytes.subarray(0, HEAD);
  head.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]!++;
  });
  // Latin letters and digits have a 0 as their upper byte.
  if (zeros[1]! > head.length / 4 && zeros[0] === 0) return "utf-16le";
  if (zeros[0]! > head.length / 4 && zeros[1] === 0) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}
