/** Every point in a drawing's paths, rectangles, circles and texts, in its own units. */
export function listPlaces(svg: string): (readonly [x: number, y: number])[] {
  const paths = [...svg.matchAll(/ d="([^"]*)"/g)].flatMap(([, d]) => tracePath(d!));
  const shapes = [...svg.matchAll(/<(rect|circle|text)\b([^>]*)>/g)].flatMap(([, name, attributes]) => {
    const read = (key: string) => Number(new RegExp(` ${key}="([^"]*)"`).exec(attributes!)?.[1] ?? 0);
    if (name === "text") return [[read("x"), read("y")] as const];
    if (name === "circle") {
      const [x, y, r] = [read("cx"), read("cy"), read("r")];
      return [[x - r, y - r] as const, [x + r, y + r] as const];
    }
    const [x, y] = [read("x"), read("y")];
    return [[x, y] as const, [x + read("width"), y + read("height")] as const];
  });
  return [...paths, ...shapes];
}

/** The points of a path of straight lines. @throws Error for any other command */
function tracePath(d: string): (readonly [x: number, y: number])[] {
  const points: (readonly [number, number])[] = [];
  let [x, y] = [0, 0];
  for (const [, command, text] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers =
      text!.trim() === ""
        ? []
        : text!
            .trim()
            .split(/[\s,]+/)
            .map(Number);
    if (command === "Z") continue;
    if (command === "M" || command === "L") [x, y] = numbers as [number, number];
    else if (command === "H") [x] = numbers as [number];
    else if (command === "V") [y] = numbers as [number];
    else if (command === "h") x += numbers[0]!;
    else if (command === "v") y += numbers[0]!;
    else throw new Error(`path: ${command} is not known here`);
    points.push([x, y]);
  }
  return points;
}

/** Area of rings by the shoelace formula: rings in the opposite direction are holes. */
export function signedArea(ring: readonly (readonly [number, number])[]): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nx, ny] = ring[(index + 1) % ring.length]!;
    return sum + (x * ny - nx * y) / 2;
  }, 0);
}

/** Whether a point is in a region of rings, by the even-odd rule. */
export function isInRings(rings: readonly (readonly (readonly [number, number])[])[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (const [index, [ax, ay]] of ring.entries()) {
      const [bx, by] = ring[(index + 1) % ring.length]!;
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}
