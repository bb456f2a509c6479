import { DEFAULT_SPEC } from "../../experiment/defaults";
import { decodeLink, findLink, type Link } from "../../experiment/link";
import { SpecError } from "../../experiment/parse";
import { DEFAULT_VIEW } from "../../experiment/view";

const RESTORED = "This is your last experiment. The one that the page begins with is in Examples.";

export interface OpenedLink extends Link {
  /** One sentence to the reader, for example where the link could not be read and the defaults are used; else empty. */
  readonly message: string;
}

/** The experiment of an address; without one the last experiment, or the defaults; the defaults too where the address cannot be read. */
export function readLink(address: string, last: Link | null = null): OpenedLink {
  const hash = findLink(address);
  if (hash === "") {
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
