import type { Activation } from "../../experiment/spec";
import type { Inertia } from "../../model/hessian/eigenvalue-sign";
import type { PointClass } from "../points/point-class";

/** The whole Hessian at a centre, in float64 with every backend. Eigenvalues are in loss per squared unit of weight. */
export interface CenterHessian extends Inertia {
  readonly min: number;
  readonly max: number;
  /** Whether an interval bound proves that λmin is below 0. */
  readonly provedNegative: boolean;
}

/** The weights that planes are laid through: one network trained from one seed, or the given weights. */
export interface SurveyCenter {
  readonly activation: Activation;
  /** Null where the weights are given. */
  readonly weightSeed: number | null;
  /** `diverged` and `failed` centres also have rows, with the same status, so that nothing is dropped. */
  readonly status: "trained" | "given" | "diverged" | "failed";
  /** One sentence where the training diverged or failed, or there is no whole Hessian; else empty. */
  readonly message: string;
  /** Number of steps of the training. */
  readonly step: number | null;
  /** The loss at the centre. */
  readonly loss: number | null;
  /** Null where there are no weights, the network is too large for a whole Hessian, or the Hessian is not finite. */
  readonly hessian: CenterHessian | null;
}

/** One random plane through one centre. */
export interface SurveyRow {
  readonly activation: Activation;
  readonly weightSeed: number | null;
  readonly planeSeed: number;
  readonly status: "measured" | "diverged" | "failed";
  /** One sentence where nothing was measured, else empty. */
  readonly message: string;
  /** The fraction of the grid's points of each class; null where nothing was measured. */
  readonly classes: Readonly<Record<PointClass, number>> | null;
  /** The fraction that is shown to be not convex, by curvature or by a chord. */
  readonly nonconvex: number | null;
  /**
   * The smaller eigenvalue, and its error bound, at the grid point where eigenvalue plus bound is lowest; null where no point has a finite
   * one.
   */
  readonly lowest: { readonly curvature: number; readonly error: number } | null;
  /** The eigenvalues of the slice's own 2×2 Hessian at the centre, in float64, and a bound on the error of each. */
  readonly center: { readonly min: number; readonly max: number; readonly error: number } | null;
}

/** The centres and rows of a complete or partial survey. */
export interface SurveyFindings {
  /** The others are compared with the first. */
  readonly activations: readonly Activation[];
  readonly centers: readonly SurveyCenter[];
  readonly rows: readonly SurveyRow[];
}

/** Whether λmin of a centre is below 0 by more than its error bound. */
export function isBelowZero({ min, tolerance }: CenterHessian): boolean {
  return min + tolerance < 0;
}
