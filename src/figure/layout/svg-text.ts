import { escapeXml } from "../../experiment/quote";
import type { Line, Point, Ring } from "./geometry";

/** A hundredth of a unit is finer than any printer. */
export function writeNumber(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

export function writePoint([x, y]: Point): string {
  return `${writeNumber(x)} ${writeNumber(y)}`;
}

export function writeLine(line: Line): string {
  return line.map((point, index) => `${index === 0 ? "M" : "L"}${writePoint(point)}`).join("");
}

export function writeRing(ring: Ring): string {
  return ring.length > 0 ? `${writeLine(ring)}Z` : "";
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element as text; attributes that are undefined are left out. */
export function writeElement(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? writeNumber(value) : escapeXml(value!)}"`)
    .join("");
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}

/** A path element; empty text where there is nothing to draw. */
export function writePath(d: string, attributes: Attributes): string {
  return d ? writeElement("path", { d, ...attributes }) : "";
}

/** Text with its baseline at a point, rotated about it by degrees. */
export function writeText(text: string, at: Point, attributes: Attributes, degrees = 0): string {
  const turn = degrees === 0 ? undefined : `rotate(${writeNumber(degrees)} ${writePoint(at)})`;
  return writeElement("text", { x: at[0], y: at[1], ...attributes, transform: turn }, escapeXml(text));
}
