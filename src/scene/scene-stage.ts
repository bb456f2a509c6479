/** The three sheets of a picture, one over another: lines behind the surface, the surface, numbers before it. */
export interface SceneStage {
  readonly back: HTMLCanvasElement;
  readonly surface: HTMLCanvasElement;
  readonly front: HTMLCanvasElement;
}

/** What the keys do, said to those who cannot see the picture. */
const KEY_HELP = "Arrow keys turn, Shift and arrow keys shift, plus and minus zoom, R resets, T looks from above.";

/** Styles are set through the object model: a strict content policy forbids style attributes. */
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

export function describeStage(surface: HTMLCanvasElement, label: string): void {
  surface.setAttribute("aria-label", `${label} ${KEY_HELP}`);
}

/** The focus ring, drawn inside the canvas so that no neighbour cuts it off. */
export function showFocus(surface: HTMLCanvasElement, color: string): void {
  const visible = surface.matches(":focus-visible");
  surface.style.outline = visible ? `2px solid ${color}` : "none";
  surface.style.outlineOffset = "-2px";
}

/** @throws Error when the browser gives no 2D context */
export function openPainting(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no 2D canvas for the axes.");
  return context;
}

/** Sizes a sheet to its pixels, clears it and makes one unit a CSS pixel. */
export function clearSheet(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  pixelRatio: number,
  ground: string | null,
): void {
  const columns = Math.round(width * pixelRatio);
  const rows = Math.round(height * pixelRatio);
  if (context.canvas.width !== columns) context.canvas.width = columns;
  if (context.canvas.height !== rows) context.canvas.height = rows;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, columns, rows);
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, columns, rows);
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
}
