import { measureText } from "../../src/drawing/typeface/typeface";

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
};

/** The corners of every text in a drawing, measured by the face that draws it, with the text. */
export function listTextCorners(
  svg: string,
): { readonly text: string; readonly corners: (readonly [number, number])[] }[] {
  return [...svg.matchAll(/<text\b([^>]*)>([^<]*)<\/text>/g)].map(([, attributes, escaped]) => {
    const read = (key: string) => new RegExp(` ${key}="([^"]*)"`).exec(attributes!)?.[1];
    const text = escaped!.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
    const size = Number(read("font-size"));
    const width = measureText(text, size);
    const [x, y] = [Number(read("x")), Number(read("y"))];
    const anchor = read("text-anchor") ?? "start";
    const left = x - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    const turn = /rotate\(([-\d.]+) ([-\d.]+) ([-\d.]+)\)/.exec(attributes!);
    const [degrees, cx, cy] = turn ? turn.slice(1).map(Number) : [0, 0, 0];
    const angle = (degrees! * Math.PI) / 180;
    // Inter's ascenders and descenders.
    const corners = [y - 0.76 * size, y + 0.24 * size].flatMap((v) =>
      [left, left + width].map((u) => {
        const [dx, dy] = [u - cx!, v - cy!];
        return [
          cx! + dx * Math.cos(angle) - dy * Math.sin(angle),
          cy! + dx * Math.sin(angle) + dy * Math.cos(angle),
        ] as const;
      }),
    );
    return { text, corners };
  });
}
