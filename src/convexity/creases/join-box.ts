export type Point = readonly [number, number];

/** The places of one unit, by their numbers. */
export interface Nodes {
  readonly x: number[];
  readonly y: number[];
}

export interface Box {
  readonly from: Point;
  readonly to: Point;
}

/** Most levels at which a cell is divided into quarters where its places can be joined in several ways. */
const MOST_DEPTH = 4;

/**
 * Joins the places of a box's border where a unit switches. Two places on different sides are joined; else the box is divided into quarters.
 * At the deepest level, neighbours around the border are joined, in the order with the shorter total length. A place that is left over ends
 * its line.
 *
 * @param members  the numbers of the places on this border
 * @param nodes  new ones are appended
 * @param across  finds where the unit switches on a straight line through the box
 * @returns pairs of numbers
 */
export function joinBox(
  box: Box,
  members: readonly number[],
  nodes: Nodes,
  across: (from: Point, to: Point) => Point[],
  depth: number,
): (readonly [number, number])[] {
  if (members.length < 2) return [];
  const { from, to } = box;
  const turns = members.map((i) => turnAround(from, to, nodes.x[i]!, nodes.y[i]!));
  const isPlain = members.length === 2 && Math.floor(turns[0]!) !== Math.floor(turns[1]!);
  if (isPlain) return [[members[0]!, members[1]!]];
  if (depth === MOST_DEPTH) return pairNeighbours(members, turns, nodes);
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const add = ([x, y]: Point) => {
    nodes.x.push(x);
    return nodes.y.push(y) - 1;
  };
  const onVertical = across([middle[0], from[1]], [middle[0], to[1]]).map(add);
  const onHorizontal = across([from[0], middle[1]], [to[0], middle[1]]).map(add);
  return [0, 1, 2, 3].flatMap((quarter) => {
    const [isRight, isUpper] = [quarter % 2 === 1, quarter > 1];
    const isBesideX = (i: number) => nodes.x[i]! >= middle[0] === isRight;
    const isBesideY = (i: number) => nodes.y[i]! >= middle[1] === isUpper;
    const own = [
      ...members.filter((i) => isBesideX(i) && isBesideY(i)),
      ...onVertical.filter(isBesideY),
      ...onHorizontal.filter(isBesideX),
    ];
    const part: Box = {
      from: [isRight ? middle[0] : from[0], isUpper ? middle[1] : from[1]],
      to: [isRight ? to[0] : middle[0], isUpper ? to[1] : middle[1]],
    };
    return joinBox(part, own, nodes, across, depth + 1);
  });
}

/** Position of a point on a box's border, 0 to 4, anticlockwise from the lower left; each side has length 1. */
function turnAround(from: Point, to: Point, x: number, y: number): number {
  const u = (x - from[0]) / (to[0] - from[0]);
  const v = (y - from[1]) / (to[1] - from[1]);
  const nearest = Math.min(Math.abs(v), Math.abs(1 - u), Math.abs(1 - v), Math.abs(u));
  if (nearest === Math.abs(v)) return u;
  if (nearest === Math.abs(1 - u)) return 1 + v;
  return nearest === Math.abs(1 - v) ? 3 - u : 4 - v;
}

function pairNeighbours(
  members: readonly number[],
  turns: readonly number[],
  { x, y }: Nodes,
): (readonly [number, number])[] {
  const around = members
    .map((i, n) => ({ i, turn: turns[n]! }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ i }) => i);
  const length = ([one, other]: readonly [number, number]) => Math.hypot(x[one]! - x[other]!, y[one]! - y[other]!);
  let best: (readonly [number, number])[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  for (const order of listOrders(around)) {
    const pairs = Array.from({ length: order.length >> 1 }, (_, n) => [order[2 * n]!, order[2 * n + 1]!] as const);
    const total = pairs.reduce((sum, pair) => sum + length(pair), 0);
    if (total < shortest) [best, shortest] = [pairs, total];
  }
  return best;
}

/** The orders in which neighbours around a border can be paired; of an odd number one is left out. */
function listOrders(around: readonly number[]): number[][] {
  const turned = (start: number) => [...around.slice(start), ...around.slice(0, start)];
  if (around.length % 2 === 0) return [turned(0), turned(1)];
  return around.map((_, left) => turned(left).slice(1));
}
