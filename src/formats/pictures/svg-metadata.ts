import { escapeXml } from "../../experiment/quote";

/** The XML namespace of the experiment in a drawing. It is only a name: there is no page at this address. */
const NAMESPACE = "urn:losscape:experiment:1";
/** Longest text read, in characters. */
const TEXT_LIMIT = 64 * 2 ** 20;

/** A drawing contains no readable experiment. The message is one sentence. */
export class SvgMetadataError extends Error {
  override name = "SvgMetadataError";
}

/** Whether a file's text is an SVG drawing. */
export function isSvgText(text: string): boolean {
  return /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,10000}?-->\s*|<!DOCTYPE[^>]{0,1000}>\s*)*<(?:\w+:)?svg[\s>]/i.test(
    text.slice(0, 20_000),
  );
}

/**
 * Puts a text into a drawing, before all shapes. XML tools do not change such metadata.
 *
 * @param svg  a drawing whose root element is its first
 * @throws SvgMetadataError when `svg` is not a drawing
 */
export function writeSvgMetadata(svg: string, text: string): string {
  const root = /<svg\b[^>]*>/.exec(svg);
  if (!root) throw new SvgMetadataError("The text is not an SVG drawing");
  const end = root.index + root[0].length;
  const carried = `<metadata><losscape:experiment xmlns:losscape="${NAMESPACE}">${escapeXml(text)}</losscape:experiment></metadata>`;
  return svg.slice(0, end) + carried + svg.slice(end);
}

/**
 * Reads the text of writeSvgMetadata, also after another program has written the file again. The file may be hostile: it is searched as
 * text, and only XML's five named entities and numeric ones are expanded.
 *
 * @returns null when the drawing contains no text
 * @throws SvgMetadataError when the text is damaged or too long
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
