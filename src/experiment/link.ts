import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import * as v from "valibot";
import { inflateWithin } from "./inflate-within";
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

/** Packs an experiment and its view into a URL hash (without #): JSON, deflated, base64url. */
export function encodeLink(link: Link): string {
  const packed = deflateSync(strToU8(JSON.stringify({ spec: link.spec, view: link.view })), { level: 9 });
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return `e=${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/**
 * Reads a URL hash. It is untrusted: sizes are checked before anything is allocated, and everything goes through the one parser.
 * @throws SpecError with one sentence
 */
export function decodeLink(hash: string): Link {
  const encoded = new URLSearchParams(hash.replace(/^#/, "")).get("e") ?? "";
  if (encoded.length > MAX_ENCODED)
    throw new SpecError(`link: ${encoded.length} characters are more than ${MAX_ENCODED}`);
  const { spec, view } = unpack(encoded);
  const result = v.safeParse(ViewSchema, view ?? {}, { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("view", result.issues[0]));
  return { spec: parseSpec(spec), view: result.output };
}

function unpack(encoded: string): { spec: unknown; view: unknown } {
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const text = strFromU8(inflateWithin(Inflate, bytes, MAX_DECODED));
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && Object.hasOwn(value, "spec")) {
      return value as { spec: unknown; view: unknown };
    }
  } catch (error) {
    if (error instanceof RangeError) throw new SpecError(`link: ${error.message}`);
    // The error below has its own sentence, because the decoder's reason would not help a reader.
  }
  throw new SpecError("link: it is damaged or incomplete, so the defaults are shown");
}
