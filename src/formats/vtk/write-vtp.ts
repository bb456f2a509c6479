import { escapeXml } from "../../experiment/quote";

/** A surface for VTK: points, the numbers at them, and the cells or lines that join them. */
export interface WrittenPoints {
  /** x, y and z of each point */
  readonly places: Float64Array;
  readonly sets: ReadonlyMap<string, Float64Array>;
  /** The points of each polygon, four each. */
  readonly quads: readonly number[];
  /** The points of each line, one after the other. */
  readonly lines: readonly (readonly number[])[];
}

/** Bytes that become characters at a time: a function takes only so many arguments. */
const STEP = 32_768;

/** Writes VTK's PolyData with all digits: float64 as base64. */
export function writeVtp({ places, sets, quads, lines }: WrittenPoints): string {
  const count = places.length / 3;
  const [main = ""] = sets.keys();
  const cells = quads.length / 4;
  const quadEnds = Array.from({ length: cells }, (_, i) => 4 * (i + 1));
  const lineEnds: number[] = [];
  for (const line of lines) lineEnds.push((lineEnds.at(-1) ?? 0) + line.length);
  return [
    '<?xml version="1.0"?>',
    '<VTKFile type="PolyData" version="1.0" byte_order="LittleEndian" header_type="UInt64">',
    "<PolyData>",
    `<Piece NumberOfPoints="${count}" NumberOfVerts="0" NumberOfLines="${lines.length}" NumberOfStrips="0" NumberOfPolys="${cells}">`,
    `<PointData Scalars="${escapeXml(main)}">`,
    ...[...sets].map(([name, values]) => describeFloats(name, values, 1)),
    "</PointData>",
    "<Points>",
    describeFloats("Points", places, 3),
    "</Points>",
    "<Lines>",
    describeIntegers("connectivity", lines.flat()),
    describeIntegers("offsets", lineEnds),
    "</Lines>",
    "<Polys>",
    describeIntegers("connectivity", quads),
    describeIntegers("offsets", quadEnds),
    "</Polys>",
    "</Piece>",
    "</PolyData>",
    "</VTKFile>",
    "",
  ].join("\n");
}

function describeFloats(name: string, values: Float64Array, components: number): string {
  const bytes = allocate(values.length);
  for (const [i, value] of values.entries()) bytes.view.setFloat64(8 * (i + 1), value, true);
  return describeArray("Float64", name, components, bytes.content);
}

function describeIntegers(name: string, values: readonly number[]): string {
  const bytes = allocate(values.length);
  for (const [i, value] of values.entries()) bytes.view.setBigInt64(8 * (i + 1), BigInt(value), true);
  return describeArray("Int64", name, 1, bytes.content);
}

/** Room for numbers of eight bytes after their length. */
function allocate(count: number): { readonly content: Uint8Array; readonly view: DataView } {
  const content = new Uint8Array(8 * (count + 1));
  const view = new DataView(content.buffer);
  view.setBigUint64(0, BigInt(8 * count), true);
  return { content, view };
}

function describeArray(type: string, name: string, components: number, content: Uint8Array): string {
  let characters = "";
  for (let at = 0; at < content.length; at += STEP)
    characters += String.fromCharCode(...content.subarray(at, at + STEP));
  const head = `type="${type}" Name="${escapeXml(name)}" NumberOfComponents="${components}" format="binary"`;
  return `<DataArray ${head}>${btoa(characters)}</DataArray>`;
}
