import { type Accessor, Document, Primitive, WebIO } from "@gltf-transform/core";
import type { Mesh } from "./mesh";
import { findNormal } from "./write-stl";

/** Points or a line on a surface, of one colour. */
export interface GlbMark {
  readonly name: string;
  readonly kind: "points" | "line";
  /** x, y and z of each point */
  readonly places: Float64Array;
  /** Red, green and blue, 0 to 1, as on a screen. */
  readonly color: readonly [number, number, number];
}

/**
 * Writes glTF 2.0 as one binary file: the surface with a colour at each corner, and its marks.
 * @param colors  red, green and blue of each corner, 0 to 1, as on a screen
 */
export async function writeGlb(mesh: Mesh, colors: Float32Array, marks: readonly GlbMark[]): Promise<Uint8Array> {
  const document = new Document();
  document.getRoot().getAsset().generator = "Losscape";
  const buffer = document.createBuffer();
  const scene = document.createScene("landscape");
  document.getRoot().setDefaultScene(scene);
  const store = (type: "VEC3" | "SCALAR", values: Float32Array | Uint32Array): Accessor =>
    document
      .createAccessor()
      .setType(type)
      .setArray(values as Float32Array<ArrayBuffer>)
      .setBuffer(buffer);
  const add = (name: string, primitive: Primitive) => {
    const node = document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive));
    scene.addChild(node);
  };

  const material = document.createMaterial("loss").setDoubleSided(true).setMetallicFactor(0).setRoughnessFactor(1);
  const surface = document
    .createPrimitive()
    .setAttribute("POSITION", store("VEC3", Float32Array.from(mesh.places)))
    .setAttribute("NORMAL", store("VEC3", averageNormals(mesh)))
    .setAttribute("COLOR_0", store("VEC3", colors.map(toLinear)))
    .setIndices(store("SCALAR", mesh.triangles))
    .setMaterial(material);
  add("surface", surface);

  const paints = new Map<string, ReturnType<Document["createMaterial"]>>();
  for (const { name, kind, places, color } of marks) {
    const key = color.join(" ");
    const [red, green, blue] = color.map(toLinear) as [number, number, number];
    // Lines and points have no normals: without light they would be black.
    const paint =
      paints.get(key) ??
      document
        .createMaterial(name)
        .setBaseColorFactor([0, 0, 0, 1])
        .setMetallicFactor(0)
        .setEmissiveFactor([red, green, blue]);
    paints.set(key, paint);
    const mode = kind === "points" ? Primitive.Mode.POINTS : Primitive.Mode.LINE_STRIP;
    const mark = document
      .createPrimitive()
      .setMode(mode!)
      .setAttribute("POSITION", store("VEC3", Float32Array.from(places)))
      .setMaterial(paint);
    add(name, mark);
  }
  return new WebIO().writeBinary(document);
}

/** glTF takes colours in linear light. */
const toLinear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** At each corner the mean direction of its triangles' normals. */
function averageNormals({ places, triangles }: Mesh): Float32Array {
  const normals = new Float32Array(places.length);
  for (let i = 0; i < triangles.length; i += 3) {
    const corners = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!];
    const at = (corner: number) => places.subarray(3 * corner, 3 * corner + 3);
    const normal = findNormal(at(corners[0]!), at(corners[1]!), at(corners[2]!));
    for (const corner of corners) {
      for (const [axis, entry] of normal.entries()) normals[3 * corner + axis]! += entry;
    }
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!) || 1;
    for (let axis = 0; axis < 3; axis++) normals[i + axis]! /= length;
  }
  return normals;
}
