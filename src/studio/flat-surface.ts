import type { Crease } from "../convexity/creases/find-creases";
import type { Landscape } from "../convexity/points/landscape";
import { nameSliceAxes } from "../scene/axis-names";
import { type CaptureOptions, encodePng } from "../scene/capture";
import { COLOR_COUNT, packColorMap } from "../scene/color-map";
import { fitCurvatureScale } from "../scene/curvature-scale";
import { fitLossScale } from "../scene/loss-scale";
import type { SceneChord } from "../scene/scene-chord";
import {
  NO_OVERLAYS,
  replaceLayer,
  type SceneCross,
  type SceneCut,
  type SceneOverlays,
  type ScenePath,
  type ScenePin,
} from "../scene/scene-overlays";
import { THEMES, type ThemeName } from "../scene/theme";
import { FONT_FAMILY } from "../scene/typeface/typeface";
import type { PlaneMeasure } from "../slice/plane/plane-measure";
import { DEFAULT_VIEW, type View } from "../spec/view";
import { type MapFrame, paintFlatOverlays } from "./flat-overlays";
import type { PointedAt, SurfacePort } from "./surface-port";

/** Creases that are drawn, strongest first. */
const MOST_CREASES = 200;
/** Space left around the map, in CSS pixels. */
const MARGIN = 24;

/** The slice as a map seen from above, where the browser gives no WebGL2: the same colours, and marks on what is not convex. */
export class FlatSurface implements SurfacePort {
  readonly #canvas = document.createElement("canvas");
  readonly #container: HTMLElement;
  #landscape: Landscape | null = null;
  #creases: readonly Crease[] | null = null;
  #chord: SceneChord | null = null;
  #plane: PlaneMeasure | null = null;
  #overlays: SceneOverlays = NO_OVERLAYS;
  #view: View = DEFAULT_VIEW;
  #theme: ThemeName;
  readonly #onOverlays: () => void;

  constructor(
    container: HTMLElement,
    theme: ThemeName,
    onHover: (point: PointedAt | null) => void,
    onOverlays: () => void,
  ) {
    this.#container = container;
    this.#theme = theme;
    this.#onOverlays = onOverlays;
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

  setCreases(creases: readonly Crease[] | null): void {
    this.#creases = creases;
    this.#draw();
  }

  setChord(chord: SceneChord | null): void {
    this.#chord = chord;
    this.#draw();
  }

  setPlane(plane: PlaneMeasure | null): void {
    this.#plane = plane;
    this.#draw();
  }

  get overlays(): SceneOverlays {
    return this.#overlays;
  }

  setPaths(layer: string, paths: readonly ScenePath[] | null): void {
    this.#lay({ paths: replaceLayer(this.#overlays.paths, layer, paths) });
  }

  setPins(layer: string, pins: readonly ScenePin[] | null): void {
    this.#lay({ pins: replaceLayer(this.#overlays.pins, layer, pins) });
  }

  setCross(cross: SceneCross | null): void {
    this.#lay({ cross });
  }

  setCut(cut: SceneCut | null): void {
    this.#lay({ cut });
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

  async capture(options: CaptureOptions): Promise<Blob> {
    return encodePng(await this.paint(options));
  }

  async paint({ scale, transparent }: CaptureOptions): Promise<HTMLCanvasElement> {
    const canvas = document.createElement("canvas");
    this.#paint(canvas, scale, transparent);
    return canvas;
  }

  drawStrips(): never {
    throw new Error("Without WebGL2 there is no surface to save: choose the contour map.");
  }

  #lay(change: Partial<SceneOverlays>): void {
    this.#overlays = { ...this.#overlays, ...change };
    this.#draw();
    this.#onOverlays();
  }

  #draw(): void {
    this.#paint(this.#canvas, Math.min(2, devicePixelRatio), true);
  }

  /** The square of the map within the container: left, top and side in CSS pixels. */
  #frame(): MapFrame {
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
    const map = paintMap(this.#landscape, this.#view);
    const small = new OffscreenCanvas(map.width, map.height);
    small.getContext("2d")?.putImageData(map, 0, 0);
    const { left, top, side } = this.#frame();
    context.drawImage(small, left * ratio, top * ratio, side * ratio, side * ratio);
    this.#paintLines(context, ratio);
    this.#paintNames(context, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintFlatOverlays(context, this.#landscape, this.#overlays, this.#frame(), this.#view, THEMES[this.#theme]);
  }

  /** What runs across, under the map, and what runs up, left of it. */
  #paintNames(context: CanvasRenderingContext2D, ratio: number): void {
    const { left, top, side } = this.#frame();
    const names = nameSliceAxes(this.#plane);
    context.save();
    context.scale(ratio, ratio);
    context.font = `500 12px ${FONT_FAMILY}`;
    context.fillStyle = THEMES[this.#theme].ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const describe = (name: string, note: string): string => (note === "" ? name : `${name}: ${note}`);
    context.fillText(describe(names.x, names.xNote), left + side / 2, top + side + MARGIN / 2);
    context.translate(left - MARGIN / 2, top + side / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(describe(names.y, names.yNote), 0, 0);
    context.restore();
  }

  /** Creases in the ink of the page, the strongest alone; the chord over them. */
  #paintLines(context: CanvasRenderingContext2D, ratio: number): void {
    const { edge, nonconvex, proof } = THEMES[this.#theme];
    if (this.#view.creases) {
      for (const { points, kind } of this.#creases?.slice(0, MOST_CREASES) ?? []) {
        this.#paintLine(context, ratio, points, kind === "concave" ? nonconvex : edge, 1);
      }
    }
    if (!this.#chord) return;
    const { from, to } = this.#chord;
    const ends = [from, to].map(({ x, y }) => [x, y] as const);
    this.#paintLine(context, ratio, ends, proof, 3);
  }

  #paintLine(
    context: CanvasRenderingContext2D,
    ratio: number,
    points: readonly (readonly [number, number])[],
    color: string,
    width: number,
  ): void {
    if (!this.#landscape) return;
    const { left, top, side } = this.#frame();
    const { columns, rows, x, y } = this.#landscape.grid;
    // Each point of the grid is a square of the map, so the outermost points lie half a square inside.
    const across = (value: number) => ((value - x[0]!) / (x.at(-1)! - x[0]!)) * (columns - 1) + 0.5;
    const up = (value: number) => ((value - y[0]!) / (y.at(-1)! - y[0]!)) * (rows - 1) + 0.5;
    context.beginPath();
    for (const [px, py] of points) {
      context.lineTo((left + (across(px) / columns) * side) * ratio, (top + (1 - up(py) / rows) * side) * ratio);
    }
    context.strokeStyle = color;
    context.lineWidth = width * ratio;
    context.stroke();
  }
}

/** Pixels of the painted map, about: cells are whole pixels, so that hatches stay fine on coarse grids. */
const MAP_SIDE = 640;
const HATCH = 8;

/**
 * One square a grid point, y upwards; where it is not convex it is hatched, one way or the other.
 * @param side  pixels of the longer side, about; at least one pixel a point is painted
 */
export function paintMap(landscape: Landscape, view: View, side: number = MAP_SIDE): ImageData {
  const { columns, rows } = landscape.grid;
  const cell = Math.max(1, Math.floor(side / Math.max(columns, rows)));
  const image = new ImageData(columns * cell, rows * cell);
  const colors = packColorMap(view);
  const levelOf = colorPosition(landscape, view);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const index = (rows - 1 - Math.floor(y / cell)) * columns + Math.floor(x / cell);
      if (!Number.isFinite(landscape.loss[index]!)) continue;
      const color = 4 * Math.round(Math.min(1, Math.max(0, levelOf(index))) * (COLOR_COUNT - 1));
      const pixel = 4 * (y * image.width + x);
      image.data.set(colors.subarray(color, color + 4), pixel);
      if (view.marks) paintMark(image.data, pixel, landscape.classes[index]!, x, y);
    }
  }
  return image;
}

/** Where a grid point stands on the colour map, 0 to 1. */
function colorPosition(landscape: Landscape, view: View): (index: number) => number {
  if (view.coloring === "loss") {
    const scale = fitLossScale(landscape, view.height);
    return (index) => scale.levelOf(landscape.loss[index]!);
  }
  const scale = fitCurvatureScale(landscape.curvatureMin);
  return (index) => scale.positionOf(landscape.curvatureMin[index]!);
}

/** Vermilion over the colour where it is not convex, with dark lines, as the surface has them. */
function paintMark(data: Uint8ClampedArray, pixel: number, pointClass: number, x: number, y: number): void {
  if (pointClass > 1) return;
  const mark = isHatched(pointClass, x, y) ? [74, 28, 0] : [213, 94, 0];
  for (let channel = 0; channel < 3; channel++) {
    data[pixel + channel] = 0.25 * data[pixel + channel]! + 0.75 * mark[channel]!;
  }
}

/** Curvature is hatched one way, chords the other: classes 0 and 1 of the contract. */
function isHatched(pointClass: number, x: number, y: number): boolean {
  if (pointClass === 0) return (x + y) % HATCH === 0;
  return pointClass === 1 && (x - y + HATCH * MAP_SIDE) % HATCH === 0;
}
