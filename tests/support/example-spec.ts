/** The example of the public file format: four points, a 2-2-1 sigmoid network, a given plane. */
export const EXAMPLE_SPEC = {
  format: "losscape-spec",
  version: 1,
  dataset: {
    kind: "points",
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
  },
  network: { layers: [2, 2, 1], activation: "sigmoid", output: "identity", residual: false },
  loss: { kind: "bce", l2: 0 },
  weights: {
    kind: "given",
    layers: [
      {
        kernel: [
          [1, -0.5],
          [-1, 0.75],
        ],
        bias: [0.25, -0.5],
      },
      { kernel: [[1.5], [-2]], bias: [0.125] },
    ],
  },
  plane: {
    kind: "given",
    x: {
      layers: [
        {
          kernel: [
            [0.5, -0.25],
            [0, 1],
          ],
          bias: [0, 0.5],
        },
        { kernel: [[-1], [0.25]], bias: [0] },
      ],
    },
    y: {
      layers: [
        {
          kernel: [
            [0, 0.5],
            [1, -0.5],
          ],
          bias: [0.25, 0],
        },
        { kernel: [[0.5], [1]], bias: [-0.25] },
      ],
    },
  },
  grid: { columns: 41, rows: 31, xRange: [-1, 1], yRange: [-0.5, 1.5] },
  fullHessian: "center",
} as const;
