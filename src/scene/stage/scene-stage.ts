/** The three canvases of a picture, from back to front: lines behind the surface, the surface, numbers in front of it. */
export interface SceneStage {
  readonly back: HTMLCanvasElement;
  readonly surface: HTMLCanvasElement;
  readonly front: HTMLCanvasElement;
}

/** Explains the keys to users of a screen reader. */
const KEY_HELP = "Arrow keys turn, Shift and arrow keys shift, plus and minus zoom, R resets, T looks from above.";

/** Sets styles through the object model, because a strict content security policy forbids style attributes. */
export function buildStage(container: HTMLElement, label: string): SceneStage {
  if (getComputedStyle(container).position === "static") container.style.position = "relative";
  const addCanvas = () => {
    const canvas = container.ownerDocument.createElement("canvas");
    Object.assign(canvas.style, { position: "absolute", inset: "0", width: "100%", height: "100%", display: "block" });
    container.append(canvas);
    return canvas;
  };
  const back = addCanvas();
  const surface = addCanvas();
  const front = addCanvas();
  for (const sheet of [back, front]) {
    sheet.setAttribute("aria-hidden", "true");
    sheet.style.pointerEvents = "none";
  }
  surface.tabIndex = 0;
  surface.setAttribute("role", "application");
  surface.setAttribute("aria-roledescription", "3D picture");
  surface.style.outline = "none";
  describeStage(surface, label);
  return { back, surface, front };
}

/** Puts a picture over the surface; the pointer reaches the surface through it. */
export function showStill(surface: HTMLCanvasElement, image: HTMLCanvasElement | ImageBitmap): HTMLCanvasElement {
  const still = surface.ownerDocument.createElement("canvas");
  still.width = image.width;
  still.height = image.height;
  openPainting(still).drawImage(image, 0, 0);
  still.setAttribute("aria-hidden", "true");
  Object.assign(still.style, {
    position: "absolute",
    inset: "0",
    width: "100%",
    height: "100%",
    pointerEvents: "none",
  });
  surface.after(still);
  return still;
}

export function describeStage(surface: HTMLCanvasElement, label: string): void {
  surface.setAttribute("aria-label", `${label} ${KEY_HELP}`);
}

/** The focus ring. It is drawn inside the canvas, so that no neighbouring element covers it. */
export function showFocus(surface: HTMLCanvasElement, color: string): void {
  const visible = surface.matches(":focus-visible");
  surface.style.outline = visible ? `2px solid ${color}` : "none";
  surface.style.outlineOffset = "-2px";
}

/** @throws Error when the browser gives no 2D context */
export function openPainting(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser provides no 2D canvas, which the axes need.");
  return context;
}

/** Sets the size of a canvas in device pixels, clears it and makes one drawing unit a CSS pixel. */
export function clearSheet(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  pixelRatio: number,
  background: string | null,
): void {
  const columns = Math.round(width * pixelRatio);
  const rows = Math.round(height * pixelRatio);
  if (context.canvas.width !== columns) context.canvas.width = columns;
  if (context.canvas.height !== rows) context.canvas.height = rows;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, columns, rows);
  if (background) {
    context.fillStyle = background;
    context.fillRect(0, 0, columns, rows);
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
}
