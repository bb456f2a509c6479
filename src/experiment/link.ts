import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import * as v from "valibot";
import { CutShortError, inflateWithin } from "./inflate-within";
import { describeIssue, parseSpec, SpecError } from "./parse";
import type { Spec } from "./spec";
import { type View, ViewSchema } from "./view";

/** The contents of a link: an experiment and its view. */
export interface Link {
  readonly spec: Spec;
  readonly view: View;
}

/** Most characters of a link, and most bytes of its unpacked text. */
const MAX_ENCODED = 2_000_000;
const MAX_DECODED = 16_000_000;
const DAMAGED = "link: it is damaged, so the defaults are shown";

/** Packs an experiment and its view into a URL hash (without #): JSON, deflated, base64url. */
export function encodeLink(link: Link): string {
  const packed = deflateSync(strToU8(JSON.stringify({ spec: link.spec, view: link.view })), { level: 9 });
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `e=${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The part of an address that a link keeps its contents in, also where a mail or a chat has written `#` as `%23`; else empty. */
export function findLink(address: string): string {
  return /(?:#|%23)(?=.)([\s\S]*)$/i.exec(address)?.[1] ?? "";
}

/**
 * The packed text of a link. Mail, chats and forums write `=` as `%3D`, break the line, and take the bracket, the quotation mark or the
 * full stop that follows into the link: nothing of that belongs to its alphabet.
 */
function readPacked(hash: string): string {
  const plain = hash
    .replaceAll(/%(?:25)*3d/gi, "=")
    .replaceAll(/%(?:25)*(?:0d|0a|20)|=?\r?\n|[\s\u00ad\u200b\u2060]/gi, "");
  return /(?:^|[#?&])e=([A-Za-z0-9_-]*)/.exec(plain)?.[1] ?? "";
}

/**
 * Reads a URL hash. It is untrusted: sizes are checked before anything is allocated, and everything goes through the one parser.
 * @throws SpecError with one sentence
 */
export function decodeLink(hash: string): Link {
  // Marks that were put into the link count for a tenth at most: a longer text is not searched for them.
  const packed = hash.length > 1.1 * MAX_ENCODED ? hash : readPacked(hash);
  if (packed.length > MAX_ENCODED)
    throw new SpecError(`link: ${packed.length} characters are more than ${MAX_ENCODED}`);
  const { spec, view } = unpack(packed);
  const result = v.safeParse(ViewSchema, view ?? {}, { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("view", result.issues[0]));
  return { spec: parseSpec(spec), view: result.output };
}

function unpack(encoded: string): { spec: unknown; view: unknown } {
  let text: string;
  try {
    // A base64 text never has one character beyond a multiple of four: the rest of it is missing.
    const whole = encoded.length % 4 === 1 ? encoded.slice(0, -1) : encoded;
    const binary = atob(whole.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    text = strFromU8(inflateWithin(Inflate, bytes, MAX_DECODED));
  } catch (error) {
    if (error instanceof CutShortError) throw new SpecError("link: it was cut short, so the defaults are shown");
    if (error instanceof RangeError) throw new SpecError(`link: ${error.message}`);
    // The decoder's own reason would not help a reader.
    throw new SpecError(DAMAGED);
  }
  return readContents(text);
}

function readContents(text: string): { spec: unknown; view: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && Object.hasOwn(value, "spec")) {
      return value as { spec: unknown; view: unknown };
    }
  } catch {
    // The parser's own reason would not help a reader.
  }
  throw new SpecError(DAMAGED);
}
