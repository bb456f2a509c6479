import type { BackendInfo } from "../../slice/backend-info";

export type EngineKind = BackendInfo["kind"];

/** What a reader may ask for: one engine, or the faster of WebGL and the processor on this machine. */
export const ENGINE_CHOICES = ["automatic", "webgl", "processor", "reference"] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

/** WebGL and the processor, timed side by side on this machine. */
export interface EngineComparison {
  readonly faster: "webgl" | "processor";
  /** How many times as fast as the other: the geometric mean for a landscape and for a training; at least 1. */
  readonly ratio: number;
  /** The graphics driver's name for itself. */
  readonly device: string;
}

/** How the engines of a page begin. */
export interface EngineStart {
  readonly choice: EngineChoice;
  /** The comparison of an earlier visit, so that the same experiment has the same weights again; null on a first visit. */
  readonly comparison: EngineComparison | null;
}

/** The engine that computes next, and why. */
export interface EngineReport extends BackendInfo {
  readonly choice: EngineChoice;
  /** Null where the two engines have not been compared. */
  readonly comparison: EngineComparison | null;
  /** A sentence where an engine is absent or cannot do everything; else empty. */
  readonly reason: string;
}
