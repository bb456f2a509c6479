import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import type { Spec } from "../../../../src/experiment/spec";
import { FIELD_NAMES, FIELDS } from "../../../../src/studio/fields/all-fields";
import { type Field, type FieldValue, fieldLimit, fieldOptions } from "../../../../src/studio/fields/field";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import type { StudioState } from "../../../../src/studio/state/state";
import { RANDOM_DEFAULT } from "../../../support/random-default";

function change(state: StudioState, field: (typeof FIELD_NAMES)[number], value: FieldValue): StudioState {
  return reduce(state, { type: "change", field, value });
}

const opened = createState(RANDOM_DEFAULT);

describe("repairs", () => {
  it("gives iris its four inputs and three outputs", () => {
    const { spec, notes } = change(opened, "dataset", "iris");
    expect(spec.network.layers).toEqual([4, 8, 8, 3]);
    expect(notes.outputs).toBe("This data set needs 3 outputs, so the network has 3.");
  });

  it("measures a regression by its squared error", () => {
    const { spec, notes } = change(opened, "dataset", "sine");
    expect(spec.network.layers).toEqual([1, 8, 8, 1]);
    expect(spec.loss.kind).toBe("mse");
    expect(notes.loss).toBe(
      "Binary cross-entropy needs classes and this data is a curve, so the loss became squared error.",
    );
  });

  it("refuses cross-entropy on a regression beside the control", () => {
    const sine = change(opened, "dataset", "sine");
    const { spec, notes } = change(sine, "loss", "bce");
    expect(spec.loss.kind).toBe("mse");
    expect(notes.loss).toMatch(/so the loss stays squared error\.$/);
  });

  it("gives softmax a second output, and gives softmax up for a single one", () => {
    const softmax = change(opened, "loss", "softmax-ce");
    expect(softmax.spec.network.layers.at(-1)).toBe(2);
    expect(softmax.notes.outputs).toBe("Softmax cross-entropy needs at least two outputs, so the network has 2.");
    const single = change(softmax, "outputs", "1");
    expect(single.spec.network.layers.at(-1)).toBe(1);
    expect(single.spec.loss.kind).toBe("bce");
    expect(single.notes.loss).toBe(
      "Softmax cross-entropy needs at least two outputs, so the loss became binary cross-entropy.",
    );
  });

  it("keeps one activation for each hidden layer", () => {
    const mixed = change(change(opened, "activationPerLayer", true), "activation2", "tanh");
    expect(mixed.spec.network.activation).toEqual(["relu", "tanh"]);
    expect(change(mixed, "hiddenLayers", 4).spec.network.activation).toEqual(["relu", "tanh", "tanh", "tanh"]);
    expect(change(mixed, "hiddenLayers", 1).spec.network.activation).toBe("relu");
  });

  it("trains when given weights no longer fit", () => {
    const given = parseSpec({
      ...RANDOM_DEFAULT,
      dataset: { kind: "points", inputs: [[0], [1]], targets: [[0], [1]] },
      network: { layers: [1, 1, 1] },
      weights: {
        kind: "given",
        layers: [
          { kernel: [[1]], bias: [0] },
          { kernel: [[1]], bias: [0] },
        ],
      },
    });
    const wider = change(createState(given), "width1", 2);
    expect(wider.spec.weights.kind).toBe("trained");
    expect(wider.notes.optimizer).toBe("The given weights fit another network, so this one is trained.");
  });

  it("moves the other end of a range that would run backwards", () => {
    const { spec, notes } = change(opened, "xFrom", 2);
    expect(spec.grid.xRange).toEqual([2, 5]);
    expect(notes.xTo).toBe("The start of a range must be below its end, so this end moved too.");
    expect(change(opened, "yTo", -4).spec.grid.yRange).toEqual([-7, -4]);
  });

  it("keeps two weights apart and inside the network", () => {
    const weights = change(opened, "plane", "weights");
    expect(weights.spec.plane).toEqual({ kind: "weights", x: 0, y: 1 });
    expect(change(weights, "weightY", 0).spec.plane).toEqual({ kind: "weights", x: 0, y: 1 });
    // 2-8-8-1 has 24 + 72 + 9 parameters.
    expect(change(weights, "weightX", 1e9).spec.plane).toEqual({ kind: "weights", x: 104, y: 1 });
  });

  it("keeps the exchanged units apart and inside their layer", () => {
    const highest = change(opened, "plane", "permutation");
    expect(highest.spec.plane).toEqual({ kind: "permutation", seed: 3 });
    expect(change(highest, "width1", 3).spec.plane).toEqual(highest.spec.plane);
    expect(change(highest, "hiddenLayers", 0).spec.plane.kind).toBe("random");
    const swapped = change(highest, "exchangeChoice", false);
    expect(swapped.spec.plane).toEqual({ kind: "permutation", layer: 0, units: [0, 1], seed: 3 });
    expect(change(swapped, "exchangeChoice", true).spec.plane).toEqual(highest.spec.plane);
    expect(change(swapped, "exchangeSecond", 1).spec.plane).toMatchObject({ units: [0, 1] });
    expect(change(swapped, "exchangeFirst", 99).spec.plane).toMatchObject({ units: [7, 1] });
    const narrow = change(change(swapped, "exchangeSecond", 8), "width1", 3);
    expect(narrow.spec.plane).toMatchObject({ layer: 0, units: [0, 2] });
    expect(change(swapped, "hiddenLayers", 0).spec.plane.kind).toBe("random");
  });

  it("drops the whole Hessian and its plane where a network becomes too large for them", () => {
    const asked = change(change(opened, "plane", "hessian"), "fullHessian", "map");
    expect([asked.spec.plane.kind, asked.spec.fullHessian]).toEqual(["hessian", { columns: 9, rows: 9 }]);
    // 2-64-64-1 has 192 + 4,160 + 65 parameters; with one layer of 64 there are 192 + 65.
    const wide = change(change(asked, "width1", 64), "width2", 64);
    expect(wide.spec.plane).toEqual(RANDOM_DEFAULT.plane);
    expect(wide.spec.fullHessian).toBe("none");
    expect(wide.notes.plane).toMatch(
      /^The network has 4,417 parameters, and the whole Hessian is for at most 1,000, so the plane has two/,
    );
    expect(wide.notes.fullHessian).toMatch(/so it is not computed\.$/);
    const plane = FIELDS.plane;
    expect(plane.kind === "choice" && Object.values(fieldOptions(plane, wide.spec))).not.toContain("hessian");
  });

  it("never leaves a plane that changes no layer", () => {
    let state = opened;
    for (const field of ["planeLayer1", "planeLayer2", "planeLayer3"] as const) state = change(state, field, false);
    expect(state.spec.plane).toEqual(RANDOM_DEFAULT.plane);
    expect(state.notes.planeSeed).toBe("A plane must change at least one layer, so it changes all of them.");
  });

  it("says why where nothing can be repaired, and changes nothing", () => {
    const given = parseSpec({
      ...RANDOM_DEFAULT,
      dataset: {
        kind: "points",
        inputs: [
          [0, 0],
          [1, 1],
        ],
        targets: [[0.5], [0.25]],
      },
      network: { layers: [2, 2, 1] },
      loss: { kind: "mse" },
    });
    const { spec, notes } = change(createState(given), "loss", "bce");
    expect(spec).toBe(given);
    expect(notes.loss).toMatch(/^Not possible here: spec\.dataset\.targets\[0\]\[0\]: 0\.5 is not 0 or 1/);
  });
});

/** Any value a control can send, and some that none should. */
function valueFor(field: Field, spec: Spec): fc.Arbitrary<FieldValue> {
  if (field.kind === "flag") return fc.boolean();
  if (field.kind === "choice") return fc.constantFrom(...Object.values(fieldOptions(field, spec)), "constructor");
  const { min, max } = fieldLimit(field, spec);
  return fc.oneof(fc.double(), fc.integer({ min: Math.ceil(min), max: Math.floor(max) }), fc.constantFrom(min, max));
}

describe("any sequence of changes", () => {
  it("ends in an experiment that the parser accepts, with numbers within their limits (seed 20)", () => {
    const picks = fc.array(fc.tuple(fc.constantFrom(...FIELD_NAMES), fc.nat()), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(picks, (sequence) => {
        let state = opened;
        for (const [name, seed] of sequence) {
          const field = FIELDS[name];
          if (field.read(state.spec) === null) continue;
          const [value] = fc.sample(valueFor(field, state.spec), { numRuns: 1, seed });
          state = change(state, name, value!);
          expect(parseSpec(state.spec)).toEqual(state.spec);
          const read = field.read(state.spec);
          if (field.kind === "number" && typeof read === "number") {
            const { min, max } = fieldLimit(field, state.spec);
            expect(read).toBeGreaterThanOrEqual(min);
            expect(read).toBeLessThanOrEqual(max);
          }
        }
      }),
      { seed: 20, numRuns: 150 },
    );
  });
});
