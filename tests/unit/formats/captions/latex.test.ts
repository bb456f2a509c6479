import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { writeCaption } from "../../../../src/formats/captions/caption";
import { writeLatexCaption } from "../../../../src/formats/captions/latex";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../../render/synthetic-landscapes";
import { arbitrarySpec } from "../../../support/arbitrary-spec";

describe("a caption for LaTeX", () => {
  it("escapes its commands and writes symbols as mathematics", () => {
    expect(writeLatexCaption("0.01·‖θ‖² & 12 % of x_1")).toBe(
      "\\caption{0.01$\\cdot\\|\\theta\\|^{2}$ \\& 12 \\% of x\\_1}",
    );
    expect(writeLatexCaption("3×10⁻⁴, hatched \\, $5−2$")).toBe(
      "\\caption{3$\\times$10$^{-4}$, hatched \\textbackslash{}, \\$5$-$2\\$}",
    );
  });

  it("of any experiment has balanced braces and formulae, and nothing but ASCII", () => {
    const landscape = evaluateSynthetic(SYNTHETIC_SLICES.saddle, 9);
    fc.assert(
      fc.property(arbitrarySpec, (input) => {
        const facts = { landscape, verdict: null, proof: null, version: "0.1.0" };
        const latex = writeLatexCaption(writeCaption({ ...facts, spec: parseSpec(input) }));
        const plain = latex.replace(/\\[\\{}$&#%_^~|]/g, "");
        expect(plain.split("{").length).toBe(plain.split("}").length);
        expect(plain.split("$").length % 2).toBe(1);
        expect(latex).toMatch(/^[\x20-\x7e]*$/);
      }),
      { numRuns: 100 },
    );
  });
});
