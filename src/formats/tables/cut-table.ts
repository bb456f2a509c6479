import type { CutProfile } from "../../convexity/lines/cut-profile";
import { POINT_CLASSES } from "../../convexity/points/point-class";
import { writeCsv } from "./table";

const HEAD = ["distance", "x", "y", "loss", "loss error", "curvature", "curvature error", "class"];

/** One row for each point from A to B. The distance is from A. Distance and curvature along the line are in slice coordinates. */
export function writeCutCsv({
  length,
  x,
  y,
  losses,
  lossErrors,
  curvatures,
  curvatureErrors,
  classes,
}: CutProfile): string {
  return writeCsv(
    HEAD,
    Array.from(losses, (loss, i) => [
      (length * i) / (losses.length - 1),
      x[i]!,
      y[i]!,
      loss,
      lossErrors[i]!,
      curvatures[i]!,
      curvatureErrors[i]!,
      POINT_CLASSES[classes[i]!]!,
    ]),
  );
}
