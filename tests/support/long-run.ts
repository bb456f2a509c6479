import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether `npm run test:long` runs. */
    isLongRun: boolean;
  }
}

/** How much of something is tried: a share of it in `npm test`, the whole in `npm run test:long`. */
export function amount<Size = number>(share: Size, whole: Size): Size {
  return inject("isLongRun") ? whole : share;
}
