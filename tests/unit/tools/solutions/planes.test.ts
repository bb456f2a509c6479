import { beforeAll, describe, expect, it } from "vitest";
import { connectModes, DEFAULT_CONNECT_OPTIONS, type ModeConnection } from "../../../../src/compute/jobs/connect-modes";
import type { Spec } from "../../../../src/experiment/spec";
import type { Solution } from "../../../../src/formats/files/solutions-file";
import { layoutNetwork, type Parameters } from "../../../../src/model/network/layout";
import { measureLength } from "../../../../src/numeric/measure-length";
import { subtractParameters } from "../../../../src/slice/plane/direction";
import { makePlane } from "../../../../src/slice/plane/make-plane";
import { parametersOf } from "../../../../src/tools/solutions/keep-solution";
import { drawConnection, locatePoints, pinSolutions } from "../../../../src/tools/solutions/solution-marks";
import {
  type ChoiceError,
  type Member,
  planeOfConnection,
  planeThroughThree,
  planeToSolution,
} from "../../../../src/tools/solutions/solution-planes";
import { makeContext } from "../../../support/task-context";
import { keepSeeds } from "./kept";

let kept: Solution[] = [];
let [a, b, c]: Member[] = [];
let other: Member;
let connection: ModeConnection;
const GRID: Spec["grid"] = { columns: 7, rows: 9, xRange: [-1, 1], yRange: [-1, 1] };

const memberOf = ({ name, spec }: Solution): Member => ({ name, spec, parameters: parametersOf(spec) });
const along = (one: Member, two: Member, t: number): Member => ({
  ...one,
  name: `at ${t}`,
  parameters: one.parameters.map((entry, p) => entry + t * (two.parameters[p]! - entry)) as Parameters,
});

beforeAll(async () => {
  kept = await keepSeeds(3);
  [a, b, c] = kept.map(memberOf);
  const [small] = await keepSeeds(1, { network: { layers: [2, 3, 1], activation: "relu" } });
  other = memberOf(small!);
  const options = { ...DEFAULT_CONNECT_OPTIONS, steps: 20 };
  connection = await connectModes({ spec: a!.spec, from: a!.parameters, to: b!.parameters, options }, makeContext());
});

const complaintOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if ((error as Error).name === "ChoiceError") return (error as ChoiceError).message;
    throw error;
  }
  return "";
};

/** Whether a slice holds a place with room around it. */
function expectInside({ grid }: Spec, { x, y }: { readonly x: number; readonly y: number }): void {
  for (const [value, [from, to]] of [
    [x, grid.xRange],
    [y, grid.yRange],
  ] as const) {
    expect(value - from).toBeGreaterThan(0.05 * (to - from));
    expect(to - value).toBeGreaterThan(0.05 * (to - from));
  }
}

describe("the plane to a solution", () => {
  it("is the first's experiment with its weights given, and holds both, in true distances", () => {
    const spec = planeToSolution(a!, b!, GRID);
    expect(spec.weights.kind).toBe("given");
    expect([spec.grid.columns, spec.grid.rows]).toEqual([7, 9]);
    const { places } = locatePoints(spec, a!.parameters);
    const distance = measureLength(subtractParameters(b!.parameters, a!.parameters));
    expect(places[0]).toMatchObject({ x: 0, y: 0 });
    expect(places[1]!.x).toBeCloseTo(distance, 12);
    expect(places[1]!.y).toBeCloseTo(0, 12);
    for (const place of places) expectInside(spec, place);
    const { dx, dy } = makePlane(spec.plane, layoutNetwork(spec.network), a!.parameters);
    expect([measureLength(dx), measureLength(dy)].every((length) => Math.abs(length - 1) < 1e-14)).toBe(true);
  });
});

describe("the plane through three solutions", () => {
  it("holds all three, in true distances", () => {
    const spec = planeThroughThree(a!, b!, c!, GRID);
    const { places } = locatePoints(spec, a!.parameters);
    const members = [a!, b!, c!];
    for (const [i, place] of places.entries()) {
      expectInside(spec, place);
      places.slice(i + 1).forEach((next, j) => {
        const far = measureLength(subtractParameters(members[i + 1 + j]!.parameters, members[i]!.parameters));
        expect(Math.hypot(next.x - place.x, next.y - place.y)).toBeCloseTo(far, 11);
      });
    }
  });
});

describe("the plane of a connection", () => {
  it("holds the ends, the bend and the whole curve, which its marks follow", () => {
    const spec = planeOfConnection(a!, connection, GRID);
    const through = locatePoints(spec, a!.parameters);
    const [, to, bend] = through.places;
    const found = { from: a!, to: b!, result: connection, plane: spec.plane };
    const labels = (grid: Spec["grid"]) => pinSolutions(through, grid, kept, found).map(({ label }) => label);
    // The bend of a Bézier curve stands out from it as far again.
    expect(labels(spec.grid)).toEqual([a!.name, b!.name]);
    expect(labels({ ...spec.grid, yRange: [-100, 100] })).toEqual([a!.name, b!.name, "bend"]);
    const [line, curve] = drawConnection(through, found);
    expect([line!.points.length, curve!.points.length]).toEqual([65, 65]);
    for (const { points } of [line!, curve!]) {
      expect(points[0]).toMatchObject({ x: 0, y: 0 });
      expect(points.at(-1)!.x).toBeCloseTo(to!.x, 12);
      for (const point of points) expectInside(spec, point);
    }
    expect(curve!.points.map(({ loss }) => loss)).toEqual([...connection.curveProfile.losses]);
    // Half way a Bézier curve is half way between the bend and the middle of its ends.
    expect(curve!.points[32]!.y).toBeCloseTo((bend!.y + to!.y / 2) / 2, 12);
    expect([line!.head, curve!.head]).toEqual([64 * connection.lineProfile.barrier.place, 32]);
  });

  it("is not drawn on another plane", () => {
    const through = locatePoints(planeToSolution(a!, b!, GRID), a!.parameters);
    expect(drawConnection(through, { from: a!, to: b!, result: connection, plane: null })).toEqual([]);
    expect(locatePoints(a!.spec, a!.parameters).places).toEqual([]);
  });

  it("is refused where the curve is the straight line", () => {
    const bend = along(a!, b!, 0.5).parameters;
    const straight = { ...connection, curve: { ...connection.curve, bend } };
    expect(complaintOf(() => planeOfConnection(a!, straight, GRID))).toBe(
      "The curve is the straight line, so it spans no plane.",
    );
  });
});

describe("what cannot be put together", () => {
  it("is said in one sentence", () => {
    expect(complaintOf(() => planeToSolution(a!, { ...a!, name: "a copy" }, GRID))).toBe(
      "Tanh · moons · seed 1 and a copy have the same weights: choose two that differ.",
    );
    expect(complaintOf(() => planeThroughThree(a!, b!, { ...b!, name: "a copy" }, GRID))).toBe(
      "Tanh · moons · seed 2 and a copy have the same weights: choose two that differ.",
    );
    expect(complaintOf(() => planeToSolution(a!, other, GRID))).toBe(
      "Tanh · moons · seed 1 (2–5–4–1 Tanh) and ReLU · moons · seed 1 (2–3–1 ReLU) have different networks: choose solutions of one network.",
    );
    expect(complaintOf(() => planeThroughThree(a!, b!, along(a!, b!, 0.25), GRID))).toBe(
      "A, B and C lie on one line, so they span no plane.",
    );
    const far = { ...b!, parameters: b!.parameters.map((entry) => entry * 1e6) as Parameters };
    expect(complaintOf(() => planeToSolution(a!, far, GRID))).toBe(
      "These weights are more than 500000 apart, too far for one slice.",
    );
  });
});
