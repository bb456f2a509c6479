import type { Spec } from "../../experiment/spec";

/** Digits of a hash that are shown: enough to tell the experiments of a lifetime apart. */
const DIGITS = 12;

/** The first digits of the SHA-256 of an experiment's JSON; null where the browser computes none, as on a page without https. */
export async function hashSpec(spec: Spec): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(spec)));
  const digits = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("").slice(0, DIGITS);
}
