/** The facts that a citation states. */
export interface CitationFacts {
  /** Version of this program. */
  readonly version: string;
  /** The experiment's address; null where only this machine can reach it or where it is too long to print. */
  readonly link: string | null;
  /** First digits of the SHA-256 of the experiment, hexadecimal; null where the browser cannot compute it. */
  readonly hash: string | null;
  /** The day of the citation, YYYY-MM-DD. */
  readonly day: string;
}

/** Longest link in a citation, in characters: a longer one would fill a list of references. */
const LONGEST_LINK = 2000;

/** A BibTeX entry for this program, with the experiment in its note. It has no personal authors, no year and no DOI, because none exist. */
export function writeCitation({ version, link, hash, day }: CitationFacts): string {
  const short = link !== null && link.length <= LONGEST_LINK ? link : null;
  const fields: readonly (readonly [string, string | null])[] = [
    ["author", "{Losscape contributors}"],
    ["title", "{Losscape}: loss landscapes of small neural networks, with the places where they are not convex"],
    ["version", version],
    ["url", short],
    ["urldate", short === null ? null : day],
    ["note", hash === null ? null : `Experiment ${hash} (SHA-256 of its specification)`],
  ];
  const lines = fields.filter(([, value]) => value !== null).map(([name, value]) => `  ${name.padEnd(7)} = {${value}}`);
  return `@software{losscape${hash === null ? "" : `:${hash}`},\n${lines.join(",\n")}\n}\n`;
}

/** Whether other people can open an address: false for this machine, a file, or a private network. */
export function isPublicLink(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return false;
  const isPrivate = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[)/.test(hostname);
  return !isPrivate && hostname.includes(".") && !hostname.endsWith(".local");
}
