import type { Mesh } from "./mesh";

const HEADER = 80;
const TRIANGLE = 50;

/** Writes the binary form of STL. The title must not begin with "solid", with which the form of text begins. */
export function writeStl({ places, triangles }: Mesh, title: string): Uint8Array {
  const count = triangles.length / 3;
  const bytes = new Uint8Array(HEADER + 4 + TRIANGLE * count);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(title).subarray(0, HEADER));
  view.setUint32(HEADER, count, true);
  for (let triangle = 0; triangle < count; triangle++) {
    const corners = [0, 1, 2].map((corner) => {
      const start = 3 * triangles[3 * triangle + corner]!;
      return places.subarray(start, start + 3);
    }) as [Float64Array, Float64Array, Float64Array];
    const numbers = [...findNormal(...corners), ...corners[0], ...corners[1], ...corners[2]];
    const start = HEADER + 4 + TRIANGLE * triangle;
    for (const [i, value] of numbers.entries()) view.setFloat32(start + 4 * i, value, true);
  }
  return bytes;
}

/** The unit normal of a triangle, to the side from which its corners run counter-clockwise. */
export function findNormal(a: ArrayLike<number>, b: ArrayLike<number>, c: ArrayLike<number>): [number, number, number] {
  const [ux, uy, uz] = [b[0]! - a[0]!, b[1]! - a[1]!, b[2]! - a[2]!];
  const [vx, vy, vz] = [c[0]! - a[0]!, c[1]! - a[1]!, c[2]! - a[2]!];
  const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx] as [number, number, number];
  const length = Math.hypot(...normal);
  return length > 0 ? (normal.map((entry) => entry / length) as [number, number, number]) : [0, 0, 0];
}
