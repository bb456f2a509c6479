import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { Landscape } from "../../convexity/points/landscape";
import { THEMES, type ThemeName, type ThemeTokens } from "../../drawing/colors/theme";
import { chooseCreases, type DrawnCrease, layCreases } from "../../drawing/overlays/crease-lines";
import { layOverlays } from "../../drawing/overlays/lay-overlays";
import { drawChord, type SceneChord } from "../../drawing/overlays/scene-chord";
import type { PictureSize } from "../../drawing/picture/picture-size";
import { nameSliceAxes, type SliceAxes } from "../../drawing/surface/axis-names";
import { boxOfGrid, type ScenePoint } from "../../drawing/surface/surface-box";
import { type CommonScales, drawLandscape, type SurfaceDrawing } from "../../drawing/surface/surface-drawing";
import type { HoverPoint, SurfaceShape } from "../../drawing/surface/surface-marks";
import { FONT_FAMILY } from "../../drawing/typeface/typeface";
import { DEFAULT_VIEW, type View } from "../../experiment/view";
import type { Projection } from "../frame/frame-painter";
import { projectLine } from "../lines/cased-line";
import { listNamedPlaces, paintChord, placeChordLabels } from "../lines/chord-painter";
import type { LabelRoom } from "../lines/overlay-labels";
import { paintOverlays } from "../lines/overlay-painter";
import { type CaptureOptions, encodePng } from "../saving/capture";
import { ALL_FREE, type FreeArea, isSameArea } from "../stage/free-area";
import { clearSheet, openPainting } from "../stage/scene-stage";
import { OverlaidSurface } from "../surface/overlaid-surface";
import type { SurfaceOptions, SurfacePort } from "../surface/surface-port";
import { frameMap, MAP_MARGIN, type MapFrame, projectOntoMap } from "./map-projection";
import { paintMap } from "./paint-map";

const MOST_PIXELS_PER_CSS_PIXEL = 2;

/** The field that is drawn, with its scale. */
interface Drawn {
  readonly drawing: SurfaceDrawing;
  readonly shape: SurfaceShape;
  /** In the map's own pixels. */
  readonly map: HTMLCanvasElement;
}

/** The slice as a flat map, where the browser does not provide WebGL2: with the colours, marks and lines of the surface. */
export class FlatSurface extends OverlaidSurface implements SurfacePort {
  readonly #container: HTMLElement;
  readonly #options: SurfaceOptions;
  readonly #canvas: HTMLCanvasElement;
  readonly #observer: ResizeObserver;
  #landscape: Landscape | null = null;
  #scales: CommonScales | null = null;
  /** Null until it is drawn under the present view and theme. */
  #drawn: Drawn | null = null;
  #creases: CreaseSet | null = null;
  #chord: SceneChord | null = null;
  #plane: SliceAxes | null = null;
  #view: View = DEFAULT_VIEW;
  #theme: ThemeName;
  #freeArea: FreeArea = ALL_FREE;
  #frame = 0;

  constructor(container: HTMLElement, options: SurfaceOptions) {
    super(() => options.onOverlays?.());
    this.#container = container;
    this.#options = options;
    this.#theme = options.theme;
    this.#canvas = container.ownerDocument.createElement("canvas");
    this.#canvas.setAttribute("role", "img");
    container.append(this.#canvas);
    this.#observer = new ResizeObserver(() => this.#draw());
    this.#observer.observe(container);
    this.#canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => this.#tell(this.#find(offsetX, offsetY)));
    this.#canvas.addEventListener("pointerleave", () => this.#tell(null));
  }

  setLandscape(landscape: Landscape, { scales }: { readonly scales?: CommonScales }): void {
    this.#landscape = landscape;
    this.#scales = scales ?? null;
    this.#redraw();
  }

  setCreases(creases: CreaseSet | null): void {
    this.#creases = creases;
    this.#schedule();
  }

  setChord(chord: SceneChord | null): void {
    this.#chord = chord;
    this.#schedule();
  }

  setPlane(plane: SliceAxes | null): void {
    this.#plane = plane;
    this.#schedule();
  }

  setFreeArea(area: FreeArea): void {
    if (isSameArea(area, this.#freeArea)) return;
    this.#freeArea = area;
    this.#schedule();
  }

  setView(view: View): void {
    this.#view = view;
    this.#redraw();
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme;
    this.#redraw();
  }

  setLabel(label: string): void {
    this.#canvas.setAttribute("aria-label", label);
  }

  /** A map has no camera to move. */
  resetCamera(): void {}
  topView(): void {}
  setReducedMotion(): void {}
  /** A map has no graphics context. */
  async rest(): Promise<void> {}
  wake(): void {}

  async capture(options: CaptureOptions): Promise<Blob> {
    return encodePng(await this.paint(options));
  }

  async paint({ scale, transparent }: CaptureOptions): Promise<HTMLCanvasElement> {
    const canvas = this.#container.ownerDocument.createElement("canvas");
    this.#paint(canvas, scale, transparent ? null : THEMES[this.#theme].background);
    return canvas;
  }

  drawStrips(): never {
    throw new Error("Without WebGL2 there is no surface to save: choose the contour map.");
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
    this.#canvas.remove();
  }

  protected drawOverlays(): void {
    this.#schedule();
  }

  #redraw(): void {
    this.#drawn = null;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    this.#paint(this.#canvas, Math.min(MOST_PIXELS_PER_CSS_PIXEL, devicePixelRatio), null);
  }

  #size(): PictureSize {
    return { width: this.#container.clientWidth, height: this.#container.clientHeight };
  }

  #mapFrame(): MapFrame {
    return frameMap(this.#size(), this.#freeArea);
  }

  #find(x: number, y: number): HoverPoint | null {
    if (!this.#landscape) return null;
    const { left, top, side } = this.#mapFrame();
    const { grid } = this.#landscape;
    const { columns, rows } = grid;
    const column = Math.floor(((x - left) / side) * columns);
    const row = rows - 1 - Math.floor(((y - top) / side) * rows);
    const inside = column >= 0 && column < columns && row >= 0 && row < rows;
    return inside ? { row, column, x: grid.x[column]!, y: grid.y[row]! } : null;
  }

  #tell(point: HoverPoint | null): void {
    this.#options.onHover?.(point);
  }

  /** @returns null while there is no landscape */
  #drawMap(): Drawn | null {
    if (this.#drawn || !this.#landscape) return this.#drawn;
    const drawing = drawLandscape(this.#landscape, this.#view, this.#scales);
    const { grid, field } = drawing;
    const image = paintMap(drawing, this.#view.colorMap, this.#view.marks ? THEMES[this.#theme] : null);
    const map = this.#container.ownerDocument.createElement("canvas");
    map.width = image.width;
    map.height = image.height;
    openPainting(map).putImageData(image, 0, 0);
    this.#drawn = { drawing, shape: { grid, box: boxOfGrid(grid), field }, map };
    return this.#drawn;
  }

  #paint(canvas: HTMLCanvasElement, ratio: number, background: string | null): void {
    const size = this.#size();
    const theme = THEMES[this.#theme];
    const context = openPainting(canvas);
    clearSheet(context, size.width, size.height, ratio, background);
    const drawn = this.#drawMap();
    if (!drawn) return;
    const { drawing, shape, map } = drawn;
    const frame = this.#mapFrame();
    context.drawImage(map, frame.left, frame.top, frame.side, frame.side);
    const projection = projectOntoMap(shape, size, frame);
    const creases = chooseCreases(this.#creases, this.#view.creases);
    paintCreases(context, shape, creases, projection, theme);
    const taken: LabelRoom[] = [];
    let named: readonly ScenePoint[] = [];
    if (this.#chord) {
      const chord = drawChord(shape, drawing.scale, this.#chord, projection.camera);
      // From above, no part of the chord is hidden.
      const stretches = chord.stretches.map(({ points }) => ({ points, hidden: false }));
      const drawn = { ...chord, stretches };
      const labels = placeChordLabels(context, drawn, projection, taken);
      named = listNamedPlaces(drawn, labels);
      paintChord(context, drawn, projection, theme, labels);
    }
    this.#paintNames(context, frame, theme);
    paintOverlays(context, layOverlays(shape, drawing.scale, this.overlays), projection, theme, null, taken, named);
  }

  /** The name of x under the map, and that of y left of it. */
  #paintNames(context: CanvasRenderingContext2D, { left, top, side }: MapFrame, theme: ThemeTokens): void {
    const names = nameSliceAxes(this.#plane);
    const describe = (name: string, note: string): string => (note === "" ? name : `${name}: ${note}`);
    context.save();
    context.font = `500 12px ${FONT_FAMILY}`;
    context.fillStyle = theme.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(describe(names.x, names.xNote), left + side / 2, top + side + MAP_MARGIN / 2);
    context.translate(left - MAP_MARGIN / 2, top + side / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(describe(names.y, names.yNote), 0, 0);
    context.restore();
  }
}

/** Concave creases are wider, as on the surface. */
function paintCreases(
  context: CanvasRenderingContext2D,
  { field, box }: SurfaceShape,
  creases: readonly DrawnCrease[],
  projection: Projection,
  theme: ThemeTokens,
): void {
  for (const { kind, runs } of layCreases(field, box, creases)) {
    context.lineWidth = kind === "concave" ? 2 : 1;
    context.strokeStyle = kind === "concave" ? theme.creaseConcave : theme.creaseConvex;
    for (const run of runs) context.stroke(projectLine(run, projection));
  }
}
