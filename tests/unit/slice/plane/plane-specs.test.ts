import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { runExperiment } from "../../../../src/compute/studies/run-experiment";
import { decodeLink, encodeLink } from "../../../../src/experiment/link";
import { parseSpec, SpecError } from "../../../../src/experiment/parse";
import type { LayerWeights, Spec } from "../../../../src/experiment/spec";
import { DEFAULT_VIEW } from "../../../../src/experiment/view";
import { type ResultDocument, readExplained } from "../../../../src/formats/files/result-file";
import { type Parameters, unflattenWeights } from "../../../../src/model/network/layout";
import { makeTrajectoryPlane } from "../../../../src/slice/plane/trajectory-plane";
import { settlePlane } from "../../../../src/slice/settle-plane";
import { PLANE_NAMES } from "../../../../src/words/names";
import { describeMoons, trainNetwork } from "./trained-network";

const run = (spec: Spec) => runExperiment(spec, createReferenceService(), () => {});

let solutions: { layers: LayerWeights[] }[] = [];
beforeAll(async () => {
  const networks = await Promise.all([1, 2, 3].map((seed) => trainNetwork(describeMoons({}, { seed, steps: 20 }))));
  solutions = networks.map(({ layout, center }) => ({ layers: unflattenWeights(layout, center) }));
});

const planes = (): Record<string, object> => ({
  "trajectory-pca": { kind: "trajectory-pca" },
  gradient: { kind: "gradient" },
  permutation: { kind: "permutation", layer: 1, units: [3, 0], seed: 4 },
  interpolation: { kind: "interpolation", to: solutions[1], seed: 5 },
  minima: { kind: "minima", b: solutions[1], c: solutions[2] },
});
const KINDS = ["trajectory-pca", "gradient", "permutation", "interpolation", "minima"] as const;

describe("a spec of each kind of plane", () => {
  it.each(KINDS)("%s is read from text and from a link as it was written", (kind) => {
    const spec = describeMoons({ plane: planes()[kind] });
    expect(spec.plane).toEqual(planes()[kind]);
    expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    expect(decodeLink(encodeLink({ spec, view: DEFAULT_VIEW })).spec).toEqual(spec);
  });

  it.each(KINDS)("%s gives a result whose spec gives the same landscape again", async (kind) => {
    const first = await run(describeMoons({ plane: planes()[kind] }, { steps: 20 }));
    const second = await run(first.spec);
    expect(first.spec.weights.kind).toBe("given");
    expect(first.spec.plane.kind).toBe(kind === "trajectory-pca" ? "given" : kind);
    expect(second.spec).toEqual(first.spec);
    expect(second.loss).toEqual(first.loss);
    expect(second.curvature).toEqual(first.curvature);
    expect(second.classes).toEqual(first.classes);
  });

  it("has in the result the shares that the trajectory's components explain, and none for other planes", async () => {
    const spec = describeMoons({ plane: { kind: "trajectory-pca" } }, { steps: 20 });
    const result = JSON.parse(JSON.stringify(await run(spec))) as ResultDocument;
    const { explained } = makeTrajectoryPlane((await trainNetwork(spec)).trajectory);
    expect(result.plane).toMatchObject({ explained });
    expect(readExplained(result)).toEqual(explained);
    expect(readExplained(await run(describeMoons({}, { steps: 2 })))).toBeNull();
  });

  it("fills the default seeds", () => {
    const { seed: _, ...permutation } = planes().permutation as { seed: number };
    expect(describeMoons({ plane: permutation }).plane).toMatchObject({ seed: 0 });
    const { seed: __, ...interpolation } = planes().interpolation as { seed: number };
    expect(describeMoons({ plane: interpolation }).plane).toMatchObject({ seed: 0 });
  });
});

describe("a plane that does not fit its network", () => {
  const complaintOf = (plane: unknown, changes: object = {}): string => {
    try {
      describeMoons({ plane, ...changes });
    } catch (error) {
      expect(error).toBeInstanceOf(SpecError);
      return (error as SpecError).message;
    }
    throw new Error("the spec was taken");
  };
  const permutation = (changes: object) => ({ kind: "permutation", layer: 1, units: [0, 1], ...changes });

  it.each([
    [permutation({ layer: 2 }), "spec.plane.layer: 2 is above 1"],
    [permutation({ layer: -1 }), "spec.plane.layer: -1 is below 0"],
    [permutation({ layer: 0.5 }), "spec.plane.layer: 0.5 is not a whole number"],
    [permutation({ layer: undefined }), "spec.plane.layer: is missing"],
    [permutation({ units: [0, 4] }), "spec.plane.units[1]: 4 is above 3"],
    [permutation({ units: [9, 0] }), "spec.plane.units[0]: 9 is above 3"],
    [permutation({ units: [2, 2] }), "spec.plane.units[1]: 2 is the same unit as plane.units[0]"],
    [permutation({ units: [2] }), "spec.plane.units[1]: is missing"],
    [permutation({ units: "all" }), 'spec.plane.units: "all" is not a list'],
    [permutation({ seed: -1 }), "spec.plane.seed: -1 is below 0"],
    [permutation({ unit: 1 }), "spec.plane.unit: is not a known field"],
    [{ kind: "trajectory-pca", seed: 1 }, "spec.plane.seed: is not a known field"],
    [{ kind: "gradient", x: 1 }, "spec.plane.x: is not a known field"],
    [{ kind: "interpolation" }, "spec.plane.to: is missing"],
    [{ kind: "interpolation", to: { layers: [] } }, "spec.plane.to.layers: 0 layers where the network has 3"],
    [{ kind: "minima", c: { layers: [] } }, "spec.plane.b: is missing"],
  ])("is refused: %j", (plane, message) => {
    expect(complaintOf(plane)).toBe(message);
  });

  it("is refused with a list of all kinds where its kind is none of them", () => {
    const message = complaintOf({ kind: "pca" });
    expect(message).toMatch(/^spec\.plane\.kind: "pca" is not given, random(, [a-z-]+)+ or minima$/);
    const kinds = message.slice(message.indexOf("not ") + 4).split(/, | or /);
    expect(kinds.sort()).toEqual(Object.keys(PLANE_NAMES).sort());
  });

  it("is refused for shapes of another network, with the layer", () => {
    const [fits] = solutions;
    const narrow = { layers: fits!.layers.map((layer, k) => (k === 1 ? { ...layer, bias: [1] } : layer)) };
    expect(complaintOf({ kind: "interpolation", to: narrow })).toBe(
      "spec.plane.to.layers[1].bias: 1 numbers instead of 4",
    );
    expect(complaintOf({ kind: "minima", b: narrow, c: fits })).toBe(
      "spec.plane.b.layers[1].bias: 1 numbers instead of 4",
    );
    expect(complaintOf({ kind: "minima", b: fits, c: narrow })).toBe(
      "spec.plane.c.layers[1].bias: 1 numbers instead of 4",
    );
  });

  it("is refused where the network has no two hidden units, or no training", () => {
    const network = (...layers: number[]) => ({ network: { layers } });
    expect(complaintOf(permutation({ layer: 0 }), network(2, 1))).toBe(
      "spec.plane.kind: permutation needs a hidden layer, and the network has none",
    );
    expect(complaintOf(permutation({ layer: 0 }), network(2, 1, 1))).toBe(
      "spec.plane.layer: hidden layer 0 has 1 unit, and an exchange needs 2",
    );
    const weights = { kind: "given", ...solutions[0] };
    expect(complaintOf({ kind: "trajectory-pca" }, { weights })).toBe(
      "spec.plane.kind: trajectory-pca needs trained weights, and these are given",
    );
  });
});

describe("a run whose plane cannot be made", () => {
  const LINE = "plane: the training trajectory lies on a straight line, so it has no second principal component";
  it.each([
    [0, "plane: the training trajectory is one point, so it has no principal components"],
    [1, LINE],
  ])("ends in one sentence after %i training steps", async (steps, message) => {
    await expect(run(describeMoons({ plane: { kind: "trajectory-pca" } }, { steps }))).rejects.toThrow(
      new RangeError(message),
    );
  });

  it("ends in one sentence where the solutions are the same", async () => {
    const weights = { kind: "given", ...solutions[0] };
    const withPlane = (plane: object) => run(describeMoons({ weights, plane }));
    await expect(withPlane({ kind: "interpolation", to: solutions[0] })).rejects.toThrow(
      new RangeError("plane: the two solutions are the same, so there is no line between them"),
    );
    await expect(withPlane({ kind: "minima", b: solutions[1], c: solutions[1] })).rejects.toThrow(
      new RangeError("plane: solution c is the same as b, and a plane needs three different ones"),
    );
  });

  it("is refused by a service that has no trajectory", async () => {
    const service = createReferenceService();
    const spec = describeMoons({ plane: { kind: "trajectory-pca" } }, { steps: 5 });
    const { parameters } = await service.run("train", spec);
    await expect(service.run("evaluate", { spec, parameters })).rejects.toThrow(
      new RangeError("plane: the principal components of the training must be found first"),
    );
  });
});

describe("settling a plane", () => {
  it("puts the trajectory's components into the spec, and gives the shares that they explain", async () => {
    const spec = describeMoons({ plane: { kind: "trajectory-pca" } }, { steps: 20 });
    const { trajectory } = await trainNetwork(spec);
    const settled = settlePlane(
      spec,
      trajectory.map((parameters: Parameters) => ({ parameters })),
    );
    expect(settled.spec).toEqual({ ...spec, plane: (await run(spec)).spec.plane });
    expect(settled.explained![0]).toBeGreaterThan(0.5);
    expect(settled.explained![0] + settled.explained![1]).toBeLessThanOrEqual(1);
  });

  it("leaves every other plane alone", () => {
    const spec = describeMoons({ plane: { kind: "gradient" } });
    expect(settlePlane(spec, [])).toEqual({ spec, explained: null });
  });
});
