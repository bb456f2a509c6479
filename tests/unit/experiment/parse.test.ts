import { describe, expect, it } from "vitest";
import { parseSpec, parseSpecText, SpecError } from "../../../src/experiment/parse";
import {
  ACTIVATIONS,
  GENERATED_DATASETS,
  LOSSES,
  NAMED_DATASETS,
  OUTPUTS,
  type Spec,
} from "../../../src/experiment/spec";
import { EXAMPLE_SPEC } from "../../support/example-spec";

/** The contract's example with some fields replaced, wherever they lie; `undefined` removes a field. */
function changed(path: string, value: unknown): unknown {
  const copy: Record<string, unknown> = structuredClone(EXAMPLE_SPEC);
  const keys = path.split(".");
  let branch = copy;
  for (const key of keys.slice(0, -1)) branch = branch[key] as Record<string, unknown>;
  const last = keys.at(-1)!;
  if (value === undefined) delete branch[last];
  else branch[last] = value;
  return copy;
}

function complaintOf(input: unknown): string {
  try {
    parseSpec(input);
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    const { message } = error as SpecError;
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(300);
    return message;
  }
  throw new Error("the spec was taken");
}

const MINIMAL = {
  format: "losscape-spec",
  version: 1,
  dataset: { kind: "generated", name: "moons" },
  network: { layers: [2, 3, 1] },
  loss: { kind: "bce" },
  weights: { kind: "trained" },
  plane: { kind: "random" },
};

describe("what the parser takes", () => {
  it("the contract's example, unchanged", () => {
    expect(parseSpec(EXAMPLE_SPEC)).toEqual(EXAMPLE_SPEC);
  });

  it("fills every default", () => {
    expect(parseSpec(MINIMAL)).toEqual({
      ...MINIMAL,
      dataset: { kind: "generated", name: "moons", samples: 128, noise: 0.1, seed: 0 },
      network: { layers: [2, 3, 1], activation: "relu", output: "identity", residual: false },
      loss: { kind: "bce", l2: 0 },
      weights: {
        kind: "trained",
        optimizer: "adam",
        learningRate: 0.03,
        batchSize: "full",
        steps: 200,
        seed: 0,
        initializer: "glorot-uniform",
      },
      plane: { kind: "random", normalization: "filter", seed: 0 },
      grid: { columns: 65, rows: 65, xRange: [-1, 1], yRange: [-1, 1] },
      fullHessian: "none",
    });
  });

  it("freezes what it gives, down to the last number", () => {
    const visit = (tree: unknown): void => {
      if (typeof tree !== "object" || tree === null) return;
      expect(Object.isFrozen(tree)).toBe(true);
      for (const branch of Object.values(tree)) visit(branch);
    };
    visit(parseSpec(EXAMPLE_SPEC));
  });

  it("does not freeze or change what it was given", () => {
    const input = structuredClone(MINIMAL);
    parseSpec(input);
    expect(input).toEqual(MINIMAL);
    expect(Object.isFrozen(input.network.layers)).toBe(false);
  });

  it("takes one activation a hidden layer, a leaky slope, and every limit itself", () => {
    const network = {
      layers: [2, 64, 64, 64, 64, 64, 64, 1],
      activation: ["relu", "tanh", "sin", "gelu", "elu", "silu"],
    };
    expect(parseSpec({ ...MINIMAL, network: { ...network, leakySlope: 0.2 } }).network.leakySlope).toBe(0.2);
    const grid = { columns: 1025, rows: 2, xRange: [-1e6, 1e6], yRange: [0, 5e-324] };
    expect(parseSpec({ ...MINIMAL, grid }).grid).toEqual(grid);
  });
});

describe("what the parser says of bad input", () => {
  const cases: readonly (readonly [path: string, value: unknown, message: string])[] = [
    ["format", "losscape", 'spec.format: "losscape" is not losscape-spec'],
    ["format", undefined, "spec.format: is missing"],
    ["version", 2, "spec.version: 2 is not 1"],
    ["dataset", undefined, "spec.dataset: is missing"],
    ["dataset", null, "spec.dataset: null is not an object"],
    ["dataset.kind", "csv", 'spec.dataset.kind: "csv" is not points, generated or named'],
    ["dataset.inputs", [], "spec.dataset.inputs: 0 samples are fewer than 1"],
    ["dataset.inputs", [[0, 0], [0], [1, 0], [1, 1]], "spec.dataset.inputs[1]: 1 numbers instead of 2"],
    ["dataset.inputs", [[0, "a"]], 'spec.dataset.inputs[0][1]: "a" is not a number'],
    ["dataset.inputs", [[0, 2e18]], "spec.dataset.inputs[0][1]: 2000000000000000000 is above 1000000000000000000"],
    ["dataset.targets", [[0], [1], [1]], "spec.dataset.targets: 3 rows instead of 4"],
    ["dataset.targets", [[0], [1], [1], [0.5]], "spec.dataset.targets[3][0]: 0.5 is not 0 or 1, which bce needs"],
    ["network.layers", [2], "spec.network.layers: 1 entries are fewer than 2"],
    ["network.layers", [2, 2, 2, 2, 2, 2, 2, 2, 1], "spec.network.layers: 9 entries are more than 8"],
    ["network.layers", [2, 65, 1], "spec.network.layers[1]: 65 is above 64"],
    ["network.layers", [2, 2.5, 1], "spec.network.layers[1]: 2.5 is not a whole number"],
    ["network.layers", [2, 0, 1], "spec.network.layers[1]: 0 is below 1"],
    ["network.layers", [3, 2, 1], "spec.network.layers[0]: 3 where the data has 2 inputs"],
    ["network.layers", [2, 2, 2], "spec.network.layers[2]: 2 where the data has 1 outputs"],
    ["network.layers", [2, 2, 11], "spec.network.layers[2]: 11 is above 10"],
    ["network.layers", "2-2-1", 'spec.network.layers: "2-2-1" is not a list'],
    ["network.activation", ["relu", "relu"], "spec.network.activation: 2 names where 1 hidden layers have one each"],
    ["network.residual", "yes", 'spec.network.residual: "yes" is not true or false'],
    ["network.leakySlope", 1.5, "spec.network.leakySlope: 1.5 is above 1"],
    ["network.dropout", 0.5, "spec.network.dropout: is not a known field"],
    ["loss.kind", "mae", 'spec.loss.kind: "mae" is not mse, bce, softmax-ce or hinge'],
    ["loss.kind", "softmax-ce", "spec.loss.kind: softmax-ce needs at least 2 outputs, not 1"],
    ["loss.l2", -1, "spec.loss.l2: -1 is below 0"],
    ["weights.layers", [], "spec.weights.layers: 0 layers where the network has 2"],
    ["weights.layers.0.kernel", [[1, 2]], "spec.weights.layers[0].kernel: 1 rows instead of 2"],
    ["weights.layers.1.bias", [1, 2], "spec.weights.layers[1].bias: 2 numbers instead of 1"],
    ["weights.layers.1.bias", [Number.NaN], "spec.weights.layers[1].bias[0]: NaN is not a number"],
    ["plane.x.layers.0.kernel", [[1, 2], [3]], "spec.plane.x.layers[0].kernel[1]: 1 numbers instead of 2"],
    ["plane", { kind: "random", layers: [2] }, "spec.plane.layers[0]: 2 is above 1"],
    ["plane", { kind: "random", layers: [] }, "spec.plane.layers: 0 entries are fewer than 1"],
    ["plane", { kind: "random", seed: -1 }, "spec.plane.seed: -1 is below 0"],
    ["plane", { kind: "random", seed: 4294967296 }, "spec.plane.seed: 4294967296 is above 4294967295"],
    ["plane", { kind: "weights", x: 0, y: 0 }, "spec.plane.y: 0 is the same parameter as plane.x"],
    ["plane", { kind: "weights", x: 0, y: 9 }, "spec.plane.y: 9 is above 8"],
    ["grid.columns", 5000, "spec.grid.columns: 5000 is above 1025"],
    ["grid.columns", 1, "spec.grid.columns: 1 is below 2"],
    ["grid.columns", "5000", 'spec.grid.columns: "5000" is not a number'],
    ["grid.xRange", [1, 1], "spec.grid.xRange: 1 is not below 1"],
    ["grid.xRange", [1, -1], "spec.grid.xRange: 1 is not below -1"],
    ["grid.xRange", [0, 1e7], "spec.grid.xRange[1]: 10000000 is above 1000000"],
    ["grid.xRange", [0], "spec.grid.xRange[1]: is missing"],
    ["grid.yRange", [0, Number.POSITIVE_INFINITY], "spec.grid.yRange[1]: Infinity is not finite"],
    ["fullHessian", { columns: 66, rows: 2 }, "spec.fullHessian.columns: 66 is above 65"],
    ["fullHessian", "full", 'spec.fullHessian: "full" is not none, center or an object'],
    ["fullHessian", { columns: 3 }, "spec.fullHessian.rows: is missing"],
    [
      "network.activation",
      ["swish"],
      `spec.network.activation[0]: "swish" is not ${ACTIVATIONS.slice(0, -1).join(", ")} or identity`,
    ],
    ["network.activation", "swish", `spec.network.activation: "swish" is not ${ACTIVATIONS.join(", ")} or a list`],
    ["weights", { kind: "trained", batchSize: 0 }, "spec.weights.batchSize: 0 is below 1"],
    ["weights", { kind: "trained", batchSize: "half" }, 'spec.weights.batchSize: "half" is not full or a number'],
    ["extra", 1, "spec.extra: is not a known field"],
  ];

  for (const [path, value, message] of cases) {
    it(message, () => expect(complaintOf(changed(path, value))).toBe(message));
  }

  it("a direction that is zero everywhere is none", () => {
    const zero = {
      layers: [
        {
          kernel: [
            [0, 0],
            [0, -0],
          ],
          bias: [0, 0],
        },
        { kernel: [[0], [0]], bias: [0] },
      ],
    };
    expect(complaintOf(changed("plane.y", zero))).toBe("spec.plane.y: is zero everywhere, so it is no direction");
  });

  for (const input of [null, undefined, 7, "spec", true, [], [1], () => 1, Symbol("s"), 10n]) {
    it(`takes ${String(typeof input)} ${Array.isArray(input) ? "list" : ""} for no spec`, () => {
      expect(complaintOf(input)).toMatch(/^spec(\.format)?: /);
    });
  }

  it("says what is not JSON, and reads numbers beyond float64 as out of range", () => {
    expect(() => parseSpecText("{")).toThrow(new SpecError("spec: the file is not JSON"));
    const text = JSON.stringify(EXAMPLE_SPEC).replace('"columns":41', '"columns":1e999');
    expect(() => parseSpecText(text)).toThrow(/^spec\.grid\.columns: Infinity is not a whole number$/);
    const weights = JSON.stringify(EXAMPLE_SPEC).replace("-0.5", "-1e999");
    expect(() => parseSpecText(weights)).toThrow(
      /^spec\.weights\.layers\[0\]\.kernel\[0\]\[1\]: -Infinity is not finite$/,
    );
  });

  it("is not fooled by the prototype's names", () => {
    for (const name of ["constructor", "toString", "hasOwnProperty", "__proto__"]) {
      const text = `{${JSON.stringify(name)}: {"polluted": true}, ${JSON.stringify(EXAMPLE_SPEC).slice(1)}`;
      let parsed: Spec | null = null;
      try {
        parsed = parseSpecText(text);
      } catch (error) {
        expect((error as Error).message).toBe(`spec.${name}: is not a known field`);
      }
      if (parsed !== null) expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
    expect(complaintOf(changed("network.activation", "constructor"))).toContain("spec.network.activation");
    expect(complaintOf(changed("dataset.kind", "__proto__"))).toContain("spec.dataset.kind");
  });

  it("cuts a huge value short in its sentence", () => {
    expect(complaintOf(changed("loss.kind", "x".repeat(1_000_000))).length).toBeLessThan(200);
    expect(complaintOf(changed("x".repeat(1_000_000), 1)).length).toBeLessThan(200);
  });

  it("says what is wrong of a deep nest without overflowing", () => {
    let nest: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) nest = [nest];
    expect(complaintOf(changed("dataset.inputs", nest))).toMatch(
      /^spec\.dataset\.inputs\[0\]\[0\]: a list is not a number$/,
    );
  });
});

describe("every data set, loss and output", () => {
  const datasets = [
    ...GENERATED_DATASETS.map((name) => ({ kind: "generated", name })),
    ...NAMED_DATASETS.map((name) => ({ kind: "named", name })),
  ];
  const networks = [1, 2, 4].flatMap((inputs) => [1, 2, 3].map((outputs) => [inputs, 3, outputs]));
  const tasks = LOSSES.flatMap((kind) =>
    OUTPUTS.flatMap((output) => networks.map((layers) => ({ kind, output, layers }))),
  );

  it("either parses or is refused in one sentence about the network or the loss", () => {
    let taken = 0;
    for (const dataset of datasets) {
      for (const { kind, output, layers } of tasks) {
        const spec = { ...MINIMAL, dataset, loss: { kind }, network: { layers, output } };
        try {
          expect(parseSpec(spec).dataset.kind).toBe(dataset.kind);
          taken++;
        } catch (error) {
          expect((error as Error).message).toMatch(/^spec\.(network\.layers\[\d\]|loss\.kind): [^\n]+$/);
        }
      }
    }
    // Five two-class sets: mse, bce, hinge with 1 or 2 outputs, softmax with 2; two regressions: mse; iris: all four losses.
    expect(taken).toBe((5 * 7 + 2 * 1 + 4) * OUTPUTS.length);
  });

  it("every activation is taken", () => {
    for (const activation of ACTIVATIONS) {
      expect(parseSpec({ ...MINIMAL, network: { layers: [2, 3, 1], activation } }).network.activation).toBe(activation);
    }
  });
});
