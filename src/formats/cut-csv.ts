import type { CutProfile } from "../convexity/lines/cut-profile";
import { POINT_CLASSES } from "../convexity/points/point-class";
import { writeCsv } from "./table";

const HEAD = ["distance", "x", "y", "loss", "loss error", "curvature", "curvature error", "class"];

/** One row a place from A to B; the distance is from A, in slice coordinates, as the curvature is along the line. */
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
