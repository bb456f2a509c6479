import type { Mesh } from "./mesh";

/** Decimals of colours: those of bytes. */
const DECIMALS = 4;

/**
 * Writes Wavefront's OBJ, with the colour of each corner after its place, as MeshLab and Blender read it.
 * @param colors  red, green and blue of each corner, 0 to 1
 */
export function writeObj({ places, triangles }: Mesh, colors: Float32Array, title: string): string {
  const lines = [`# ${title.replaceAll(/\s+/g, " ")}`, "o surface"];
  for (let i = 0; i < places.length; i += 3) {
    const color = Array.from(colors.subarray(i, i + 3), (entry) => Number(entry.toFixed(DECIMALS)));
    lines.push(`v ${places[i]} ${places[i + 1]} ${places[i + 2]} ${color.join(" ")}`);
  }
  for (let i = 0; i < triangles.length; i += 3) {
    lines.push(`f ${triangles[i]! + 1} ${triangles[i + 1]! + 1} ${triangles[i + 2]! + 1}`);
  }
  return `${lines.join("\n")}\n`;
}
