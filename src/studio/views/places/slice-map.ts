import type { Spec } from "../../../experiment/spec";
import type { SlicePlace } from "../../../slice/slice-place";
import { readPageStyle } from "../parts/page-colors";

/** A slice with its handles, over an image whose first row is at the top, or over nothing. */
export interface SliceMapContent {
  readonly grid: Spec["grid"];
  readonly image: ImageData | null;
  /** One handle is a point, two are the ends of a chord. */
  readonly handles: readonly SlicePlace[];
}

export interface SliceMap {
  readonly element: HTMLElement;
  readonly show: (content: SliceMapContent) => void;
}

const SIDE = 120;
/** Margin around the map, so that a handle on the edge of the slice is not cut. */
const PAD = 8;
const INNER = SIDE - 2 * PAD;
/** A press within this many CSS pixels of a handle takes it; a single handle is taken from anywhere. */
const REACH = 24;
const RADIUS = 5;
/** A press away from the handles that moves farther than this many CSS pixels draws a new line. */
const LEAST_STROKE = 6;

/**
 * A small map of the slice with handles to drag. The number fields beside it do the same by keyboard, so screen readers skip the map.
 *
 * @param onDraw  called when a drag begins away from the handles: a new line begins here, and the drag moves its other end
 */
export function createSliceMap(
  onMove: (handle: number, place: SlicePlace) => void,
  onDraw?: (from: SlicePlace) => void,
): SliceMap {
  const canvas = document.createElement("canvas");
  canvas.className = "slice-map";
  canvas.setAttribute("aria-hidden", "true");
  let content: SliceMapContent | null = null;
  let held: number | null = null;
  /** The start of a press away from the handles. */
  let stroke: PointerEvent | null = null;

  function toPixels({ xRange, yRange }: Spec["grid"], [x, y]: SlicePlace): readonly [number, number] {
    const across = (x - xRange[0]) / (xRange[1] - xRange[0]);
    const up = (y - yRange[0]) / (yRange[1] - yRange[0]);
    return [PAD + across * INNER, PAD + (1 - up) * INNER];
  }

  function toPlace({ xRange, yRange }: Spec["grid"], event: PointerEvent): SlicePlace {
    const across = Math.min(1, Math.max(0, (event.offsetX - PAD) / INNER));
    const up = 1 - Math.min(1, Math.max(0, (event.offsetY - PAD) / INNER));
    return [roundInto(xRange, across), roundInto(yRange, up)];
  }

  function findHandle(event: PointerEvent): number | null {
    if (!content) return null;
    const { grid, handles } = content;
    if (handles.length === 1) return 0;
    if (handles.length === 0) return null;
    const distances = handles.map((place) => {
      const [x, y] = toPixels(grid, place);
      return Math.hypot(x - event.offsetX, y - event.offsetY);
    });
    const nearest = distances.indexOf(Math.min(...distances));
    return (distances[nearest] ?? Number.POSITIVE_INFINITY) < REACH ? nearest : null;
  }

  function move(event: PointerEvent): void {
    if (!content) return;
    if (stroke && Math.hypot(event.offsetX - stroke.offsetX, event.offsetY - stroke.offsetY) > LEAST_STROKE) {
      onDraw?.(toPlace(content.grid, stroke));
      stroke = null;
      held = 1;
    }
    if (held === null) return;
    onMove(held, toPlace(content.grid, event));
  }

  canvas.addEventListener("pointerdown", (event) => {
    held = findHandle(event);
    stroke = held === null && onDraw ? event : null;
    if (held === null && stroke === null) return;
    canvas.setPointerCapture(event.pointerId);
    move(event);
  });
  canvas.addEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel"] as const) {
    canvas.addEventListener(kind, () => {
      held = null;
      stroke = null;
    });
  }

  function draw(): void {
    const context = canvas.getContext("2d");
    if (!context || !content) return;
    const ratio = Math.min(2, devicePixelRatio);
    canvas.width = canvas.height = SIDE * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (content.image) {
      const { width, height } = content.image;
      const small = new OffscreenCanvas(width, height);
      small.getContext("2d")?.putImageData(content.image, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, PAD, PAD, INNER, INNER);
    }
    const style = readPageStyle();
    const [proof, background] = [style("--proof"), style("--panel")];
    const pixels = content.handles.map((place) => toPixels((content as SliceMapContent).grid, place));
    for (const [color, width] of [
      [background, 4],
      [proof, 2],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      for (const [x, y] of pixels) context.lineTo(x, y);
      context.stroke();
    }
    for (const [x, y] of pixels) {
      context.beginPath();
      context.arc(x, y, RADIUS, 0, 2 * Math.PI);
      context.fillStyle = background;
      context.fill();
      context.strokeStyle = proof;
      context.lineWidth = 2.5;
      context.stroke();
    }
  }

  return {
    element: canvas,
    show(next) {
      content = next;
      draw();
    },
  };
}

/** A value within a range, rounded to a thousandth of it: a drag is not more precise, and the number fields can show it in full. */
function roundInto([low, high]: readonly [number, number], part: number): number {
  const digits = Math.max(0, Math.min(15, 3 - Math.floor(Math.log10(high - low))));
  return Number((low + part * (high - low)).toFixed(digits));
}
