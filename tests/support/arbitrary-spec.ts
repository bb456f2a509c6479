import fc from "fast-check";
import {
  ACTIVATIONS,
  GENERATED_DATASETS,
  INITIALIZERS,
  type LayerWeights,
  LOSSES,
  NORMALIZATIONS,
  OPTIMIZERS,
  OUTPUTS,
} from "../../src/experiment/spec";

const magnitude = fc.double({ min: -1e18, max: 1e18, noNaN: true }).map((value) => (value === 0 ? 0 : value));
const seed = fc.integer({ min: 0, max: 4_294_967_295 });
const activation = fc.constantFrom(...ACTIVATIONS);

/** Some or all fields of a record. */
const some = <Fields extends object>(fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }) =>
  fc.record(fields, { requiredKeys: [] });

const trained = some({
  optimizer: fc.constantFrom(...OPTIMIZERS),
  learningRate: fc.double({ min: 1e-7, max: 100, noNaN: true }),
  batchSize: fc.oneof(fc.constant("full" as const), fc.integer({ min: 1, max: 10_000 })),
  steps: fc.integer({ min: 0, max: 100_000 }),
  seed,
  initializer: fc.constantFrom(...INITIALIZERS),
}).map((options) => ({ kind: "trained", ...options }));

const range = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => [Math.min(a, b) + 0, Math.max(a, b) + 0]);

const grid = some({
  columns: fc.integer({ min: 2, max: 1025 }),
  rows: fc.integer({ min: 2, max: 1025 }),
  xRange: range,
  yRange: range,
});

/** Weights of a network of these sizes, at least one of them not zero. */
function weightsOf(sizes: readonly number[]): fc.Arbitrary<{ layers: LayerWeights[] }> {
  const layers = sizes.slice(1).map((units, k) =>
    fc.record({
      kernel: fc.array(fc.array(magnitude, { minLength: units, maxLength: units }), {
        minLength: sizes[k]!,
        maxLength: sizes[k]!,
      }),
      bias: fc.array(magnitude, { minLength: units, maxLength: units }),
    }),
  );
  return fc
    .tuple(...layers)
    .filter((drawn) => drawn.some(({ kernel, bias }) => [...kernel.flat(), ...bias].some((entry) => entry !== 0)))
    .map((drawn) => ({ layers: drawn }));
}

function planeOf(sizes: readonly number[]) {
  const parameters = sizes.slice(1).reduce((sum, units, k) => sum + (sizes[k]! + 1) * units, 0);
  const random = some({
    normalization: fc.constantFrom(...NORMALIZATIONS),
    seed,
    layers: fc.array(fc.integer({ min: 0, max: sizes.length - 2 }), { minLength: 1, maxLength: 3 }),
  }).map((options) => ({ kind: "random", ...options }));
  const given = fc.record({ x: weightsOf(sizes), y: weightsOf(sizes) }).map((directions) => ({
    kind: "given",
    ...directions,
  }));
  const single = fc
    .tuple(fc.integer({ min: 0, max: parameters - 1 }), fc.integer({ min: 0, max: parameters - 1 }))
    .filter(([x, y]) => x !== y)
    .map(([x, y]) => ({ kind: "weights", x, y }));
  return fc.oneof(random, given, single);
}

function datasetOf(inputs: number, outputs: number, isRegression: boolean) {
  const points = fc.integer({ min: 1, max: 4 }).chain((samples) =>
    fc.record({
      kind: fc.constant("points" as const),
      inputs: fc.array(fc.array(magnitude, { minLength: inputs, maxLength: inputs }), {
        minLength: samples,
        maxLength: samples,
      }),
      targets: fc.array(
        isRegression
          ? fc.array(magnitude, { minLength: outputs, maxLength: outputs })
          : fc.nat({ max: outputs - 1 }).map((one) => Array.from({ length: outputs }, (_, j) => Number(j === one))),
        { minLength: samples, maxLength: samples },
      ),
    }),
  );
  if (inputs !== 2 || outputs > 2) return points;
  const generated = fc
    .record(
      {
        name: fc.constantFrom(...GENERATED_DATASETS.filter((name) => name !== "sine" && name !== "linear")),
        samples: fc.integer({ min: 1, max: 10_000 }),
        noise: fc.double({ min: 0, max: 10, noNaN: true }),
        seed,
      },
      { requiredKeys: ["name"] },
    )
    .map((options) => ({ kind: "generated" as const, ...options }));
  return fc.oneof(points, generated);
}

/** Valid specs in which optional fields may be absent. */
export const arbitrarySpec: fc.Arbitrary<unknown> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 4 }),
    hidden: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }),
    outputs: fc.integer({ min: 1, max: 4 }),
    loss: fc.constantFrom(...LOSSES),
  })
  .filter(({ loss, outputs }) => loss !== "softmax-ce" || outputs > 1)
  .chain(({ inputs, hidden, outputs, loss }) => {
    const sizes = [inputs, ...hidden, outputs];
    return fc.record(
      {
        format: fc.constant("losscape-spec"),
        version: fc.constant(1),
        dataset: datasetOf(inputs, outputs, loss === "mse"),
        network: fc.record(
          {
            layers: fc.constant(sizes),
            activation: fc.oneof(
              activation,
              fc.array(activation, { minLength: hidden.length, maxLength: hidden.length }),
            ),
            output: fc.constantFrom(...OUTPUTS),
            residual: fc.boolean(),
            leakySlope: fc.double({ min: 0, max: 1, noNaN: true }),
          },
          { requiredKeys: ["layers"] },
        ),
        loss: fc.record(
          { kind: fc.constant(loss), l2: fc.double({ min: 0, max: 1000, noNaN: true }) },
          { requiredKeys: ["kind"] },
        ),
        weights: fc.oneof(
          trained,
          weightsOf(sizes).map((weights) => ({ kind: "given", ...weights })),
        ),
        plane: planeOf(sizes),
        grid,
        fullHessian: fc.constantFrom("none", "center", { columns: 2, rows: 65 }),
      },
      { requiredKeys: ["format", "version", "dataset", "network", "loss", "weights", "plane"] },
    );
  });
