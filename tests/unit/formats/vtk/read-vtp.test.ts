import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../../../src/formats/format-error";
import { readVtp } from "../../../../src/formats/vtk/read-vtp";
import { readForeignFile, readSidecar } from "../../../support/foreign-file";

interface VtpSidecar {
  readonly points: number;
  readonly pointData: readonly string[];
  readonly zMin: number;
  readonly zMax: number;
  readonly picks: readonly { readonly index: number; readonly x: number; readonly y: number; readonly z: number }[];
}

const FILES = readdirSync("tests/formats/surfaces").filter((name) => name.endsWith(".vtp"));

describe("files of VTK", () => {
  it.each(FILES)("%s has the points that its program wrote", (name) => {
    const sidecar = readSidecar<VtpSidecar>(`surfaces/${name}`);
    const { count, places, sets } = readVtp(readForeignFile(`surfaces/${name}`));
    expect(count).toBe(sidecar.points);
    expect([...sets.keys()]).toEqual(sidecar.pointData);
    const heights = places.values.filter((_, i) => i % 3 === 2);
    for (const { index, x, y, z } of sidecar.picks) {
      expect([...places.values.slice(3 * index, 3 * index + 3)]).toEqual([x, y, z]);
    }
    expect(Math.min(...heights)).toBe(sidecar.zMin);
    expect(Math.max(...heights)).toBe(sidecar.zMax);
    expect([...sets.get("zvalue")!.values]).toEqual([...heights]);
  });

  it.each([
    ["bad_vtp_billion_laughs.vtp", /declares a document type/],
    ["bad_vtp_truncated.vtp", /was cut off/],
    ["bad_html_404.vtp", /does not end with/],
  ])("%s is refused in a sentence", (name, sentence) => {
    expect(() => readVtp(readForeignFile(`damaged/${name}`))).toThrow(FormatError);
    expect(() => readVtp(readForeignFile(`damaged/${name}`))).toThrow(sentence);
  });

  it.each(FILES)("%s is refused in a sentence where some of its numbers are missing", (name) => {
    const whole = readForeignFile(`surfaces/${name}`);
    // The points of the files with appended data begin in their last half; cells, which are left out, end the others.
    const isAppended = new TextDecoder("latin1").decode(whole).includes("<AppendedData");
    const middle = Math.floor(whole.length * (isAppended ? 0.5 : 0.15));
    const damaged = Uint8Array.of(...whole.slice(0, middle - 32), ...whole.slice(middle + 32));
    expect(() => readVtp(damaged)).toThrow(FormatError);
  });

  it("of big-endian numbers are read in their order", () => {
    const numbers = new DataView(new ArrayBuffer(4 + 24));
    numbers.setUint32(0, 24);
    for (const [i, value] of [0.5, -1, 2].entries()) numbers.setFloat64(4 + 8 * i, value);
    const text = btoa(String.fromCharCode(...new Uint8Array(numbers.buffer)));
    const file = `<?xml version="1.0"?><VTKFile type="PolyData" version="0.1" byte_order="BigEndian"><PolyData><Piece NumberOfPoints="1"><Points><DataArray type="Float64" NumberOfComponents="3" format="binary">\n ${text}\n</DataArray></Points></Piece></PolyData></VTKFile>\n`;
    expect([...readVtp(new TextEncoder().encode(file)).places.values]).toEqual([0.5, -1, 2]);
  });

  it.each([
    ['<VTKFile type="ImageData"></VTKFile>', /VTK's ImageData, and PolyData is read/],
    ['<VTKFile type="PolyData" compressor="vtkLZ4DataCompressor"></VTKFile>', /packed by vtkLZ4DataCompressor/],
    [
      '<VTKFile type="PolyData"><PolyData><Piece NumberOfPoints="999999999999"></Piece></PolyData></VTKFile>',
      /points are more than/,
    ],
    [`<VTKFile type="PolyData">${"<a>".repeat(40)}</VTKFile>`, /more than 32 within one another/],
    ['<VTKFile type="PolyData"><PolyData></PolyData></VTKFile>', /no piece with points/],
    [
      '<VTKFile type="PolyData"><PolyData><Piece NumberOfPoints="2"><Points><DataArray type="Float32" NumberOfComponents="3" format="ascii">0 0 0 1 1 x</DataArray></Points></Piece></PolyData></VTKFile>',
      /its array without a name cannot be read: x is not a number/,
    ],
  ])("%s is refused in a sentence", (file, sentence) => {
    expect(() => readVtp(new TextEncoder().encode(file))).toThrow(sentence);
  });
});
