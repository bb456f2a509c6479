import type { HessianMap } from "../../../convexity/points/full-hessian";
import { COLOR_COUNT, packColorMap } from "../../../drawing/colors/color-map";
import { ratioOfExtremes } from "../../../model/hessian/eigenvalue-sign";

/** The ratio has fixed colours; the reader chooses only those of the loss. */
const RATIO_LOOK = { coloring: "loss", colorMap: "viridis" } as const;

/** |λmin / λmax| over the slice. Near 0, the negative curvature is small compared with the positive curvature. */
export interface RatioMap {
  readonly image: ImageData;
  /** The ratios at the two ends of the colours. */
  readonly low: number;
  readonly high: number;
  /** Points whose λmin is below 0 by more than its error bound, and points in all. */
  readonly below: number;
  readonly points: number;
}

/** One pixel for each point of the map, y upwards. @see Li et al. 2018, section 6 */
export function paintRatioMap({ grid, min, max }: HessianMap): RatioMap {
  const ratios = min.map((value, i) => ratioOfExtremes(value, max[i]!));
  const finite = ratios.filter(Number.isFinite);
  const high = finite.length > 0 ? Math.max(...finite) : 1;
  const image = new ImageData(grid.columns, grid.rows);
  const colors = packColorMap(RATIO_LOOK);
  for (const [i, ratio] of ratios.entries()) {
    if (!Number.isFinite(ratio)) continue;
    const color = 4 * Math.round((high > 0 ? ratio / high : 0) * (COLOR_COUNT - 1));
    const row = grid.rows - 1 - Math.floor(i / grid.columns);
    image.data.set(colors.subarray(color, color + 4), 4 * (row * grid.columns + (i % grid.columns)));
  }
  return { image, low: 0, high, below: min.filter((value) => value < 0).length, points: min.length };
}

/** The colours from low to high as one row of pixels. */
export function paintScale(width: number): ImageData {
  const colors = packColorMap(RATIO_LOOK);
  const image = new ImageData(width, 1);
  for (let x = 0; x < width; x++) {
    const color = 4 * Math.round((x / (width - 1)) * (COLOR_COUNT - 1));
    image.data.set(colors.subarray(color, color + 4), 4 * x);
  }
  return image;
}
