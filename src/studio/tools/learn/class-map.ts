import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Landscape } from "../../../convexity/points/landscape";
import { POINT_CLASSES, type PointClass } from "../../../convexity/points/point-class";
import type { Grid } from "../../../slice/grid";

const SIDE = 200;

export interface ClassMap {
  readonly grid: Grid;
  /** What the points are shown to be; null while it is computed. */
  readonly landscape: Landscape | null;
  /** Lines over the map, each through points of the slice. */
  readonly lines: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly marker: readonly [x: number, y: number];
  readonly said: string;
  readonly onPick: (x: number, y: number) => void;
}

/** The slice from above with what each of its points is shown to be, and a point to choose. The sliders beside it do the same by keyboard. */
export function renderClassMap({ grid, landscape, lines, marker, said, onPick }: ClassMap): TemplateResult {
  const [left, right] = [grid.x[0]!, grid.x.at(-1)!];
  const [low, high] = [grid.y[0]!, grid.y.at(-1)!];
  const x = (value: number): number => ((value - left) / (right - left)) * SIDE;
  const y = (value: number): number => SIDE - ((value - low) / (high - low)) * SIDE;

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
    svg`<path class=${name} d=${landscape ? outlineClasses(landscape, classes, x, y) : ""} />`;
  return html`<svg
    class="class-map"
    viewBox="0 0 ${SIDE} ${SIDE}"
    role="img"
    aria-label=${said}
    @pointerdown=${pick}
    @pointermove=${pick}
  >
    ${shown(["nonconvex-curvature", "nonconvex-chord"], "nonconvex")} ${shown(["undecided", "not-finite"], "undecided")}
    ${lines.map((points) => svg`<polyline class="line" points=${points.map(([px, py]) => `${x(px).toFixed(2)},${y(py).toFixed(2)}`).join(" ")} />`)}
    <circle class="marker" cx=${x(marker[0])} cy=${y(marker[1])} r="5" />
  </svg>`;
}

/** The cells around the grid points of some classes, one rectangle a run of a row. */
function outlineClasses(
  { grid, classes }: Landscape,
  wanted: readonly PointClass[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
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
