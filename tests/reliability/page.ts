/** The browser's half of `npm run reliability -- --backend webgl`: it runs the kernel and the oracle. */
import { createWebglBackend } from "../../src/gpu/backend";
import { WebglGrids } from "../support/webgl-grids";
import type { BoundCounts } from "./bound-check";
import { ReliabilityRun } from "./reliability-run";

declare global {
  interface Window {
    /** Starts a run of adversarial plans. @returns the graphics driver's name for itself */
    startReliability?: (seed: number) => Promise<string>;
    checkNext?: (points: number) => Promise<BoundCounts>;
  }
}

window.startReliability = async (seed) => {
  const backend = await createWebglBackend();
  const run = new ReliabilityRun(new WebglGrids(backend), seed);
  window.checkNext = (points) => run.next(points);
  return backend.info.renderer;
};
