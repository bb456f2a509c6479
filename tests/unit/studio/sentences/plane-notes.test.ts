import { describe, expect, it } from "vitest";
import { USUAL_RANGES } from "../../../../src/experiment/defaults";
import { parseSpec } from "../../../../src/experiment/parse";
import { FIELDS } from "../../../../src/studio/fields/all-fields";
import { fieldOptions } from "../../../../src/studio/fields/field";
import { PLANE_NOTES } from "../../../../src/studio/sentences/plane-notes";
import { createState, reduce } from "../../../../src/studio/state/reducer";
import { keepSeeds } from "../../tools/solutions/kept";

describe("the note on a plane", () => {
  it.each(Object.entries(PLANE_NOTES))("is one or two sentences: %s", (_, note) => {
    expect(note).toMatch(/^[A-Z][^.]+\.( [A-Z][^.]+\.)?$/);
  });

  it("never says that a slice proves a loss convex", () => {
    for (const note of Object.values(PLANE_NOTES)) {
      expect(note.replaceAll(/not convex/g, "")).not.toMatch(/convex/);
    }
  });
});

describe("a plane of solutions among the choices", () => {
  it("is named while it is chosen, and is not offered otherwise", async () => {
    const [one, two] = await keepSeeds(2);
    const to = { layers: two!.spec.weights.layers };
    const options = (plane: object) => {
      const { plane: field } = FIELDS;
      if (field.kind !== "choice") throw new TypeError("the plane is a choice");
      return fieldOptions(field, parseSpec({ ...one!.spec, plane }));
    };
    expect(Object.entries(options({ kind: "interpolation", to }))[0]).toEqual(["To a solution", "interpolation"]);
    expect(Object.entries(options({ kind: "minima", b: to, c: to }))[0]).toEqual(["Three solutions", "minima"]);
    expect(Object.values(options({ kind: "random" }))).not.toContain("interpolation");

    const state = createState(parseSpec({ ...one!.spec, plane: { kind: "interpolation", to, orthonormal: true } }));
    const left = reduce(state, { type: "change", field: "plane", value: "random" });
    expect(left.spec.plane.kind).toBe("random");
    expect(left.spec.grid.xRange).toEqual(USUAL_RANGES.xRange);
    const other = reduce(state, { type: "change", field: "width1", value: 3 });
    expect(other.spec.plane.kind).toBe("random");
    expect(other.notes.plane).toBe("The plane was made for another network, so it now has two random directions.");
  });
});
