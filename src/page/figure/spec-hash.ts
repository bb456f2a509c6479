import type { Spec } from "../../experiment/spec";

/** Hexadecimal digits of a hash that are shown: 48 bits, so that two experiments very rarely have the same. */
const DIGITS = 12;

/** The first digits of the SHA-256 of an experiment's JSON; null where the browser offers no SHA-256, as on a page without https. */
export async function hashSpec(spec: Spec): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(spec)));
  const digits = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("").slice(0, DIGITS);
}
