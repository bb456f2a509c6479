import type { Landscape } from "../convexity/landscape";
import { type CaptureOptions, encodePng } from "../scene/capture";
import { COLOR_COUNT, packColorMap } from "../scene/color-map";
import { fitCurvatureScale } from "../scene/curvature-scale";
import { fitLossScale } from "../scene/loss-scale";
import { THEMES, type ThemeName } from "../scene/theme";
import { DEFAULT_VIEW, type View } from "../spec/view";
import type { PointedAt, SurfacePort } from "./surface-port";

/** Space left around the map, in CSS pixels. */
const MARGIN = 24;

/** The slice as a map seen from above, where the browser gives no WebGL2: the same colours, and marks on what is not convex. */
export class FlatSurface implements SurfacePort {
  readonly #canvas = document.createElement("canvas");
  readonly #container: HTMLElement;
  #landscape: Landscape | null = null;
  #view: View = DEFAULT_VIEW;
  #theme: ThemeName;

  constructor(container: HTMLElement, theme: ThemeName, onHover: (point: PointedAt | null) => void) {
    this.#container = container;
    this.#theme = theme;
    this.#canvas.setAttribute("role", "img");
    container.append(this.#canvas);
    new ResizeObserver(() => this.#draw()).observe(container);
    this.#canvas.addEventListener("pointermove", (event) => onHover(this.#find(event.offsetX, event.offsetY)));
    this.#canvas.addEventListener("pointerleave", () => onHover(null));
  }

  setLandscape(landscape: Landscape): void {
    this.#landscape = landscape;
    this.#draw();
  }

  setView(view: View): void {
    this.#view = view;
    this.#draw();
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#draw();
  }

  setLabel(label: string): void {
    this.#canvas.setAttribute("aria-label", label);
  }

  /** A map has one way to be looked at. */
  resetCamera(): void {}
  topView(): void {}

  capture({ scale, transparent }: CaptureOptions): Promise<Blob> {
    const canvas = document.createElement("canvas");
    this.#paint(canvas, scale, transparent);
    return encodePng(canvas);
  }

  #draw(): void {
    this.#paint(this.#canvas, Math.min(2, devicePixelRatio), true);
  }

  /** The square of the map within the container: left, top and side in CSS pixels. */
  #frame(): { readonly left: number; readonly top: number; readonly side: number } {
    const { clientWidth, clientHeight } = this.#container;
    const side = Math.max(0, Math.min(clientWidth, clientHeight) - 2 * MARGIN);
    return { left: (clientWidth - side) / 2, top: (clientHeight - side) / 2, side };
  }

  #find(x: number, y: number): PointedAt | null {
    if (!this.#landscape) return null;
    const { left, top, side } = this.#frame();
    const { columns, rows } = this.#landscape.grid;
    const column = Math.floor(((x - left) / side) * columns);
    const row = rows - 1 - Math.floor(((y - top) / side) * rows);
    const inside = column >= 0 && column < columns && row >= 0 && row < rows;
    return inside ? { row, column } : null;
  }

  #paint(canvas: HTMLCanvasElement, ratio: number, transparent: boolean): void {
    const { clientWidth, clientHeight } = this.#container;
    canvas.width = Math.round(clientWidth * ratio);
    canvas.height = Math.round(clientHeight * ratio);
    const context = canvas.getContext("2d");
    if (!context) return;
    if (!transparent) {
      context.fillStyle = THEMES[this.#theme].background;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    if (!this.#landscape) return;
    const { columns, rows } = this.#landscape.grid;
    const small = new OffscreenCanvas(columns, rows);
    small.getContext("2d")?.putImageData(paintMap(this.#landscape, this.#view), 0, 0);
    const { left, top, side } = this.#frame();
    context.imageSmoothingEnabled = false;
    context.drawImage(small, left * ratio, top * ratio, side * ratio, side * ratio);
  }
}

/** One pixel a grid point, y upwards; where it is not convex every other pixel is dark, one way or the other. */
function paintMap(landscape: Landscape, view: View): ImageData {
  const { columns, rows } = landscape.grid;
  const image = new ImageData(columns, rows);
  const colors = packColorMap(view.coloring);
  const lossScale = fitLossScale(landscape, view.height);
  const curvatureScale = fitCurvatureScale(landscape.curvatureMin);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      if (!Number.isFinite(landscape.loss[index]!)) continue;
      const level =
        view.coloring === "loss"
          ? lossScale.levelOf(landscape.loss[index]!)
          : curvatureScale.positionOf(landscape.curvatureMin[index]!);
      const color = 4 * Math.round(Math.min(1, Math.max(0, level)) * (COLOR_COUNT - 1));
      const pixel = 4 * ((rows - 1 - row) * columns + column);
      image.data.set(colors.subarray(color, color + 4), pixel);
      if (view.marks && isHatched(landscape.classes[index]!, column, row)) image.data.set([74, 28, 0], pixel);
    }
  }
  return image;
}

/** Curvature is hatched one way, chords the other: classes 0 and 1 of the contract. */
function isHatched(pointClass: number, column: number, row: number): boolean {
  if (pointClass === 0) return (column + row) % 4 === 0;
  return pointClass === 1 && (column - row + 4096) % 4 === 0;
}
