import { type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Landscape } from "../../../convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../../convexity/points/point-class";
import type { Grid } from "../../../slice/grid";
import {
  drawDot,
  drawLine,
  openFrame,
  type PlotFrame,
  type PlotPoint,
  renderPlot,
} from "../../../studio/views/plots/small-plot";

const SIDE = 200;

export interface ClassMap {
  readonly grid: Grid;
  /** Null while it is computed. */
  readonly landscape: Landscape | null;
  /** Lines on the map, each through points of the slice. */
  readonly lines: readonly (readonly PlotPoint[])[];
  readonly marker: PlotPoint;
  readonly said: string;
  readonly onPick: (x: number, y: number) => void;
}

/** The slice from above with the class of each point, and a point that the reader moves by pointer. The sliders beside it do the same by keyboard. */
export function renderClassMap({ grid, landscape, lines, marker, said, onPick }: ClassMap): TemplateResult {
  const [left, right] = [grid.x[0]!, grid.x.at(-1)!];
  const [low, high] = [grid.y[0]!, grid.y.at(-1)!];
  const frame = openFrame({ left: 0, right: SIDE, top: 0, bottom: SIDE }, [left, right], [low, high]);

  function pick(event: PointerEvent): void {
    const target = event.currentTarget as SVGSVGElement;
    if (event.type === "pointerdown") target.setPointerCapture(event.pointerId);
    if (event.buttons === 0) return;
    const box = target.getBoundingClientRect();
    const across = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const up = 1 - Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    onPick(left + across * (right - left), low + up * (high - low));
  }

  const shown = (classes: readonly PointClass[], name: string): SVGTemplateResult =>
    svg`<path class=${name} d=${landscape ? outlineClasses(landscape, classes, frame) : ""} />`;
  return renderPlot({
    name: "class-map",
    width: SIDE,
    height: SIDE,
    said,
    onPointer: pick,
    content: [
      shown(["nonconvex-curvature", "nonconvex-chord"], "nonconvex"),
      shown(["undecided", "not-finite"], "undecided"),
      lines.map((points) => drawLine(frame, points, "line")),
      drawDot(frame, marker, "marker", 5),
    ],
  });
}

/** The cells around the grid points of some classes: one rectangle for each run of neighbours in a row. */
function outlineClasses({ grid, classes }: Landscape, wanted: readonly PointClass[], { x, y }: PlotFrame): string {
  const { columns, rows } = grid;
  const [width, height] = [SIDE / (columns - 1), SIDE / (rows - 1)];
  const isWanted = (index: number): boolean => wanted.includes(POINT_CLASSES[classes[index]!]!);
  let path = "";
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (!isWanted(r * columns + c)) continue;
      const start = c;
      while (c + 1 < columns && isWanted(r * columns + c + 1)) c++;
      const [from, top] = [x(grid.x[start]!) - width / 2, y(grid.y[r]!) - height / 2];
      path += `M${from.toFixed(2)} ${top.toFixed(2)}h${((c - start + 1) * width).toFixed(2)}v${height.toFixed(2)}h${(-(c - start + 1) * width).toFixed(2)}z`;
    }
  }
  return path;
}
