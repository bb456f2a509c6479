import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../../../src/experiment/parse";
import { type CaptionFacts, writeCaption } from "../../../../src/formats/captions/caption";
import { isPublicLink, writeCitation } from "../../../../src/formats/captions/citation";
import { describePlane } from "../../../../src/formats/captions/experiment-words";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "../../../render/synthetic-landscapes";
import { arbitrarySpec } from "../../../support/arbitrary-spec";

const SPEC = parseSpec({
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons", samples: 128, noise: 0.12, seed: 7 },
  network: { layers: [2, 8, 8, 1], activation: "relu" },
  loss: { kind: "bce", l2: 0.001 },
  weights: { kind: "trained", steps: 200, seed: 1 },
  plane: { kind: "random", normalization: "filter", seed: 3, layers: [0, 1] },
});

const FACTS: CaptionFacts = {
  spec: SPEC,
  landscape: evaluateSynthetic(SYNTHETIC_SLICES.saddle, 41),
  verdict: { kind: "not-convex", scope: "loss", reason: "Between two points the loss rises above its chord" },
  proof: { arithmetic: "exact", points: 2, gap: 0.4869 },
  version: "0.1.0",
};

describe("a caption", () => {
  it("names the drawing, its computation and the proof", () => {
    expect(writeCaption(FACTS)).toBe(
      "Mean binary cross-entropy + 0.001·‖θ‖² of a ReLU network 2–8–8–1 (105 parameters) on two moons (128 samples, noise 0.12, seed 7), over the plane θ + x·dx + y·dy. " +
        "Centre θ: the weights after 200 steps of Adam (learning rate 0.03, full batches, seed 1, Glorot uniform), where the loss is 2; directions dx, dy: two random directions of layers 1 and 2, filter-normalised, seed 3. " +
        "Grid: 41 × 41 points, x from −1 to 1, y from −1 to 1. " +
        "Of the points, with bounds on every error: 100 % not convex by curvature (hatched /). " +
        "Verdict on the loss: not convex, proved. Between two points the loss rises above its chord. " +
        "Certificate (exact arithmetic): L(mean) − mean L ≥ 0.486 over 2 points. " +
        "Computed in 64-bit floats by Losscape 0.1.0.",
    );
  });

  it("claims no verdict before there is one, and no proof where there is none", () => {
    const early = writeCaption({ ...FACTS, verdict: null, proof: null });
    expect(early).not.toMatch(/Verdict|Certificate/);
    const open = writeCaption({
      ...FACTS,
      verdict: { kind: "undecided", scope: "loss", reason: "Nothing shows it." },
      proof: null,
    });
    expect(open).toContain("Verdict on the loss: undecided. Nothing shows it.");
    expect(open).not.toContain("proved");
  });

  it("can be written of any experiment, in characters that every journal prints", () => {
    fc.assert(
      fc.property(arbitrarySpec, (input) => {
        const spec = parseSpec(input);
        const caption = writeCaption({ ...FACTS, spec });
        expect(caption).not.toMatch(/undefined|NaN|null|\[object/);
        expect(caption).not.toMatch(/ {2}|[^\S ]/);
        expect(describePlane(spec.plane).x).not.toBe("");
      }),
    );
  });
});

describe("a citation", () => {
  const link = "https://losscape.example.org/#e=abc";
  const facts = { version: "0.1.0", link, hash: "1a2b3c4d5e6f", day: "2026-05-04" };

  it("is an entry that BibTeX reads, with balanced braces and no field invented", () => {
    const entry = writeCitation(facts);
    expect(entry).toBe(`@software{losscape:1a2b3c4d5e6f,
  author  = {{Losscape contributors}},
  title   = {{Losscape}: loss landscapes of small neural networks, with the places where they are not convex},
  version = {0.1.0},
  url     = {https://losscape.example.org/#e=abc},
  urldate = {2026-05-04},
  note    = {Experiment 1a2b3c4d5e6f (SHA-256 of its specification)}
}
`);
    expect([...entry].filter((character) => character === "{").length).toBe(
      [...entry].filter((character) => character === "}").length,
    );
    expect(entry).not.toMatch(/doi|year/i);
  });

  it("leaves out what is not known", () => {
    const bare = writeCitation({ ...facts, link: null, hash: null });
    expect(bare).not.toMatch(/url|note/);
    expect(bare).toMatch(/^@software\{losscape,/);
    expect(writeCitation({ ...facts, link: `https://a.org/#e=${"x".repeat(3000)}` })).not.toContain("url");
  });

  it.each([
    ["https://losscape.example.org/", true],
    ["http://127.0.0.1:4173/", false],
    ["http://localhost:5173/", false],
    ["http://192.168.1.4/", false],
    ["http://lab/", false],
    ["file:///tmp/index.html", false],
  ])("prints only addresses that others can follow: %s", (address, expected) => {
    expect(isPublicLink(address)).toBe(expected);
  });
});
