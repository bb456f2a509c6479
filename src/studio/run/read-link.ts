import { DEFAULT_SPEC } from "../../experiment/defaults";
import { decodeLink, type Link } from "../../experiment/link";
import { SpecError } from "../../experiment/parse";
import { DEFAULT_VIEW } from "../../experiment/view";

const RESTORED = "Your last experiment is back. Examples holds the one that the page begins with.";

export interface OpenedLink extends Link {
  /** One sentence where the link could not be read and the defaults stand instead, else empty. */
  readonly message: string;
}

/** What an address asks for; what was last looked at, or the defaults, where it asks for nothing or cannot be read. */
export function readLink(hash: string, last: Link | null = null): OpenedLink {
  if (hash.replace(/^#/, "") === "") {
    if (last && JSON.stringify(last.spec) !== JSON.stringify(DEFAULT_SPEC)) return { ...last, message: RESTORED };
    return { spec: DEFAULT_SPEC, view: last?.view ?? DEFAULT_VIEW, message: "" };
  }
  try {
    return { ...decodeLink(hash), message: "" };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { spec: DEFAULT_SPEC, view: DEFAULT_VIEW, message: `This link cannot be read: ${error.message}.` };
  }
}
