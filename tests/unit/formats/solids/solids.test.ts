import { WebIO } from "@gltf-transform/core";
import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { closeSolid, type HeightGrid } from "../../../../src/formats/solids/close-solid";
import { divideQuads, dropUnused, type Mesh } from "../../../../src/formats/solids/mesh";
import { write3mf } from "../../../../src/formats/solids/write-3mf";
import { writeGlb } from "../../../../src/formats/solids/write-glb";
import { writeObj } from "../../../../src/formats/solids/write-obj";
import { writeStl } from "../../../../src/formats/solids/write-stl";
import { hasProgram, runOnFile } from "../../../support/real-programs";

/** A grid of unit cells; a row of text for each row of points, from the lowest y, with a dot for a hole. */
function gridOf(...rows: readonly string[]): HeightGrid {
  const columns = rows[0]!.length;
  const heights = rows
    .join("")
    .split("")
    .map((sign) => (sign === "." ? Number.NaN : Number(sign)));
  const count = (length: number) => Float64Array.from({ length }, (_, i) => i);
  return { x: count(columns), y: count(rows.length), heights: Float64Array.from(heights) };
}

const FLAT = gridOf("222", "222", "222");
const HILL = gridOf("1111", "1391", "1481", "1111");
const RING = gridOf("11111", "12.31", "1...1", "12.31", "11111");
/** Two cells that meet in one corner. */
const TOUCHING = gridOf("11.", "111", ".11");

const SOLIDS = [
  ["a flat block", FLAT],
  ["a hill", HILL],
  ["a ring around a hole", RING],
  ["cells that touch in a corner", TOUCHING],
] as const;

/** How many triangles have each edge, in each direction, by the places of its ends: as a program sees it that reads corners alone. */
function countEdges({ places, triangles }: Mesh): Map<string, number> {
  const at = (corner: number) => [...places.subarray(3 * corner, 3 * corner + 3)].join(",");
  const edges = new Map<string, number>();
  for (let i = 0; i < triangles.length; i += 3) {
    const corners = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!].map(at);
    for (const side of [0, 1, 2]) {
      const edge = `${corners[side]} > ${corners[(side + 1) % 3]}`;
      edges.set(edge, (edges.get(edge) ?? 0) + 1);
    }
  }
  return edges;
}

/** The volume by the divergence theorem: positive where triangles run counter-clockwise as seen from outside. */
function measureVolume({ places, triangles }: Mesh): number {
  let volume = 0;
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) =>
      places.subarray(3 * triangles[i + corner]!, 3 * triangles[i + corner]! + 3),
    ) as [Float64Array, Float64Array, Float64Array];
    const cross = [b[1]! * c[2]! - b[2]! * c[1]!, b[2]! * c[0]! - b[0]! * c[2]!, b[0]! * c[1]! - b[1]! * c[0]!];
    volume += (a[0]! * cross[0]! + a[1]! * cross[1]! + a[2]! * cross[2]!) / 6;
  }
  return volume;
}

/** The volume under the triangles of the surface, cell by cell. */
function expectVolume({ x, y, heights }: HeightGrid): number {
  const columns = x.length;
  let volume = 0;
  for (let row = 0; row + 1 < y.length; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const a = row * columns + column;
      const [b, c, d] = [a + 1, a + 1 + columns, a + columns];
      const sum = (heights[a]! + heights[b]! + heights[c]!) / 6 + (heights[a]! + heights[c]! + heights[d]!) / 6;
      volume += Number.isNaN(sum) ? 0 : sum;
    }
  }
  return volume;
}

describe("a solid under a surface", () => {
  it.each(SOLIDS)("%s is closed: each edge belongs to two triangles, one in each direction", (_, grid) => {
    const edges = countEdges(closeSolid(grid));
    expect(edges.size).toBeGreaterThan(0);
    for (const [edge, count] of edges) {
      expect(count).toBe(1);
      expect(edges.get(edge.split(" > ").reverse().join(" > "))).toBe(1);
    }
  });

  it.each(SOLIDS.slice(0, 3))("%s has the volume under the surface, right way out", (_, grid) => {
    expect(measureVolume(closeSolid(grid))).toBeCloseTo(expectVolume(grid), 10);
  });

  it("leaves out one of two cells that touch in a corner, and stands on the floor", () => {
    const mesh = closeSolid(TOUCHING);
    expect(measureVolume(mesh)).toBeGreaterThan(0);
    expect(measureVolume(mesh)).toBeLessThan(expectVolume(TOUCHING));
    expect(Math.min(...mesh.places.filter((_, i) => i % 3 === 2))).toBe(0);
  });
});

/** The triangles of a binary STL as a mesh whose corners are all apart. */
function readStl(bytes: Uint8Array): Mesh & { readonly normals: number[][] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const count = view.getUint32(80, true);
  expect(bytes.length).toBe(84 + 50 * count);
  const places = new Float64Array(9 * count);
  const normals: number[][] = [];
  for (let triangle = 0; triangle < count; triangle++) {
    const read = (i: number) => view.getFloat32(84 + 50 * triangle + 4 * i, true);
    normals.push([read(0), read(1), read(2)]);
    for (let i = 0; i < 9; i++) places[9 * triangle + i] = read(3 + i);
  }
  return { places, triangles: Uint32Array.from({ length: 3 * count }, (_, i) => i), normals };
}

function read3mf(bytes: Uint8Array): Mesh & { readonly unit: string } {
  const members = unzipSync(bytes);
  expect(Object.keys(members)).toEqual(["[Content_Types].xml", "_rels/.rels", "3D/3dmodel.model"]);
  const [places, triangles]: [number[], number[]] = [[], []];
  let unit = "";
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "model") unit = attributes.unit!;
    if (name === "vertex") places.push(...["x", "y", "z"].map((key) => Number(attributes[key])));
    if (name === "triangle") triangles.push(...["v1", "v2", "v3"].map((key) => Number(attributes[key])));
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(strFromU8(members["3D/3dmodel.model"]!)).close();
  return { places: Float64Array.from(places), triangles: Uint32Array.from(triangles), unit };
}

describe("files of solids", () => {
  it.each(SOLIDS)("%s as STL has the same triangles, closed, with normals to the outside", (_, grid) => {
    const solid = closeSolid(grid);
    const read = readStl(writeStl(solid, "a surface"));
    expect(countEdges(read)).toEqual(countEdges(solid));
    expect(measureVolume(read)).toBeCloseTo(measureVolume(solid), 6);
    for (const normal of read.normals) expect(Math.hypot(...normal)).toBeCloseTo(1, 6);
    // Triangles on the floor look down.
    for (const [i, normal] of read.normals.entries()) {
      const isFloor = [2, 5, 8].every((place) => read.places[9 * i + place] === 0);
      if (isFloor) expect(normal).toEqual([0, 0, -1]);
    }
  });

  it.each(SOLIDS)("%s as 3MF has the same triangles, in millimetres", (_, grid) => {
    const solid = closeSolid(grid);
    const read = read3mf(write3mf(solid, "x < y & z"));
    expect(read.unit).toBe("millimeter");
    expect([...read.places]).toEqual([...solid.places]);
    expect([...read.triangles]).toEqual([...solid.triangles]);
  });

  it.for(SOLIDS)("%s as STL is whole to admesh", ([, grid], { skip }) => {
    if (!hasProgram("admesh")) skip("admesh is not installed");
    const report = runOnFile("admesh", [], "solid.stl", writeStl(closeSolid(grid), "a surface"));
    const numberOf = (name: string) => Number(new RegExp(`${name}\\s*:\\s*([\\d.-]+)`).exec(report)?.[1]);
    expect(numberOf("Total disconnected facets")).toBe(0);
    for (const name of [
      "Degenerate facets",
      "Edges fixed",
      "Facets removed",
      "Facets reversed",
      "Backwards edges",
      "Normals fixed",
    ]) {
      expect([name, numberOf(name)]).toEqual([name, 0]);
    }
    expect(numberOf("Volume")).toBeCloseTo(measureVolume(closeSolid(grid)), 4);
  });
});

describe("files of surfaces for programs that draw", () => {
  const mesh = dropUnused({
    places: Float64Array.of(0, 0.5, 0, 1, 0.25, 0, 1, 0, -1, 0, 0.125, -1, 9, 9, 9),
    triangles: divideQuads([0, 1, 2, 3]),
  });
  const colors = Float32Array.from({ length: 12 }, (_, i) => i / 12);

  it("OBJ has the corners with their colours, and faces counted from 1", () => {
    const lines = writeObj(mesh, colors, "a\nsurface").trim().split("\n");
    expect(lines.slice(0, 2)).toEqual(["# a surface", "o surface"]);
    const corners = lines.filter((line) => line.startsWith("v ")).map((line) => line.split(" ").slice(1).map(Number));
    expect(corners.flatMap((corner) => corner.slice(0, 3))).toEqual([...mesh.places]);
    for (const [i, corner] of corners.entries()) {
      for (const axis of [0, 1, 2]) expect(corner[3 + axis]).toBeCloseTo(colors[3 * i + axis]!, 4);
    }
    expect(lines.filter((line) => line.startsWith("f "))).toEqual(["f 1 2 3", "f 1 3 4"]);
  });

  it("glTF has the surface with colours in linear light and normals up, and its marks by name", async () => {
    const marks = [
      { name: "center", kind: "points", places: Float64Array.of(0.5, 0.3, -0.5), color: [0, 0, 0] },
      { name: "crease", kind: "line", places: Float64Array.of(0, 0.5, 0, 1, 0.25, 0), color: [1, 0.5, 0] },
    ] as const;
    const document = await new WebIO().readBinary(await writeGlb(mesh, colors, marks));
    const nodes = document.getRoot().listScenes()[0]!.listChildren();
    expect(nodes.map((node) => node.getName())).toEqual(["surface", "center", "crease"]);
    const [surface, center, crease] = nodes.map((node) => node.getMesh()!.listPrimitives()[0]!);
    expect([...surface!.getAttribute("POSITION")!.getArray()!]).toEqual([...mesh.places]);
    expect([...surface!.getIndices()!.getArray()!]).toEqual([0, 1, 2, 0, 2, 3]);
    const linear = surface!.getAttribute("COLOR_0")!.getArray()!;
    // Half of the light is sRGB 0.735.
    for (const [i, color] of colors.entries()) {
      expect(linear[i]).toBeCloseTo(color <= 0.04045 ? color / 12.92 : ((color + 0.055) / 1.055) ** 2.4, 6);
    }
    const normals = surface!.getAttribute("NORMAL")!.getArray()!;
    for (let i = 0; i < normals.length; i += 3) {
      expect(normals[i + 1]).toBeGreaterThan(0);
      expect(Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!)).toBeCloseTo(1, 6);
    }
    expect([center!.getMode(), crease!.getMode()]).toEqual([0, 3]);
    expect([...crease!.getAttribute("POSITION")!.getArray()!]).toEqual([0, 0.5, 0, 1, 0.25, 0]);
  });
});
