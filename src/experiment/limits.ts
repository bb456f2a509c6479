/** Every limit of an experiment, in one place. The parser names them in messages; the page's controls clamp to them. */
export const LIMITS = {
  samples: { min: 1, max: 10_000 },
  inputs: { min: 1, max: 1_024 },
  outputs: { min: 1, max: 10 },
  hiddenLayers: { min: 0, max: 6 },
  width: { min: 1, max: 64 },
  columns: { min: 2, max: 1_025 },
  rows: { min: 2, max: 1_025 },
  /** Parameters of a network whose whole Hessian is requested. */
  hessianParameters: { min: 1, max: 1_000 },
  hessianColumns: { min: 2, max: 65 },
  range: { min: -1e6, max: 1e6 },
  noise: { min: 0, max: 10 },
  /** Share of the samples that are kept for a test. */
  testFraction: { min: 0.01, max: 0.9 },
  seed: { min: 0, max: 4_294_967_295 },
  learningRate: { min: 1e-7, max: 100 },
  batchSize: { min: 1, max: 10_000 },
  steps: { min: 0, max: 100_000 },
  l2: { min: 0, max: 1_000 },
  leakySlope: { min: 0, max: 1 },
  /** Largest magnitude of a number in a data set, weight or direction: its square is finite in float32. */
  magnitude: { min: -1e18, max: 1e18 },
} as const;

/** An inclusive range of numbers. */
export interface Limit {
  readonly min: number;
  readonly max: number;
}
