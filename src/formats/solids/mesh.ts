/** Triangles, each counter-clockwise as seen from outside. */
export interface Mesh {
  /** x, y and z of each corner */
  readonly places: Float64Array;
  /** Three corners each. */
  readonly triangles: Uint32Array;
}

/** Two triangles for each quadrangle. */
export function divideQuads(quads: readonly number[]): Uint32Array {
  const triangles = new Uint32Array((quads.length / 4) * 6);
  for (let quad = 0; 4 * quad < quads.length; quad++) {
    const [a, b, c, d] = quads.slice(4 * quad, 4 * quad + 4) as [number, number, number, number];
    triangles.set([a, b, c, a, c, d], 6 * quad);
  }
  return triangles;
}

/** The mesh without the corners that no triangle has. */
export function dropUnused({ places, triangles }: Mesh): Mesh {
  const numbers = new Int32Array(places.length / 3).fill(-1);
  const kept: number[] = [];
  const renumbered = triangles.map((corner) => {
    if (numbers[corner] === -1) {
      numbers[corner] = kept.length;
      kept.push(corner);
    }
    return numbers[corner]!;
  });
  const used = new Float64Array(3 * kept.length);
  for (const [i, corner] of kept.entries()) used.set(places.subarray(3 * corner, 3 * corner + 3), 3 * i);
  return { places: used, triangles: renumbered };
}
