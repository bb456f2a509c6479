import { escapeXml } from "../spec/quote";

/** The namespace of what a drawing carries. A name, not an address: nothing is there to be fetched. */
const NAMESPACE = "urn:losscape:experiment:1";
/** Longest text read, in characters. */
const TEXT_LIMIT = 64 * 2 ** 20;

/** A drawing that carries nothing, or nothing that can be read, said in one sentence. */
export class SvgMetadataError extends Error {
  override name = "SvgMetadataError";
}

/** Whether a file's text is a drawing at all. */
export function isSvgText(text: string): boolean {
  return /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,10000}?-->\s*|<!DOCTYPE[^>]{0,1000}>\s*)*<(?:\w+:)?svg[\s>]/i.test(
    text.slice(0, 20_000),
  );
}

/**
 * Puts a text into a drawing, before everything that is drawn. XML tools leave such metadata alone.
 *
 * @param svg  a drawing whose root element is its first
 * @throws SvgMetadataError when `svg` is none
 */
export function writeSvgMetadata(svg: string, text: string): string {
  const root = /<svg\b[^>]*>/.exec(svg);
  if (!root) throw new SvgMetadataError("The text is not an SVG drawing");
  const end = root.index + root[0].length;
  const carried = `<metadata><losscape:experiment xmlns:losscape="${NAMESPACE}">${escapeXml(text)}</losscape:experiment></metadata>`;
  return svg.slice(0, end) + carried + svg.slice(end);
}

/**
 * Reads the text that writeSvgMetadata put in, also after another program has written the file again. The file may be hostile:
 * it is searched as text, and no entity is expanded but the five of XML and numbered ones.
 *
 * @returns null when the drawing carries none
 * @throws SvgMetadataError when it is damaged or too long
 */
export function readSvgMetadata(svg: string): string | null {
  const declared = svg.indexOf(`"${NAMESPACE}"`);
  if (declared < 0) return null;
  const open = /<(?:([\w.-]+):)?experiment(?:\s[^<>]*)?>/g;
  open.lastIndex = Math.max(0, svg.lastIndexOf("<metadata", svg.indexOf("experiment")));
  const start = open.exec(svg);
  if (!start) return null;
  const from = start.index + start[0].length;
  const close = svg.indexOf(`</${start[1] ? `${start[1]}:` : ""}experiment`, from);
  if (close < 0) throw new SvgMetadataError("The experiment in the drawing is damaged");
  if (close - from > TEXT_LIMIT)
    throw new SvgMetadataError(`The experiment in the drawing is longer than ${TEXT_LIMIT} characters`);
  return readText(svg.slice(from, close));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function readText(text: string): string {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/.exec(text);
  if (cdata) return cdata[1]!;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{1,8}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
