/** Samples as flat row-major arrays. */
export interface Dataset {
  readonly samples: number;
  readonly inputs: number;
  readonly outputs: number;
  /** [samples · inputs] */
  readonly x: Float64Array;
  /** [samples · outputs]; 0/1 or one-hot for classes. */
  readonly y: Float64Array;
  readonly task: "classification" | "regression" | "given";
}
