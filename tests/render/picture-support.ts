import { parseHex } from "../../src/drawing/colors/oklab";
import { DEFAULT_VIEW, type View } from "../../src/experiment/view";
import type { SurfaceOptions } from "../../src/scene/surface/surface-port";
import { SurfaceScene } from "../../src/scene/surface/surface-scene";
import { evaluateSynthetic, SYNTHETIC_SLICES, type SyntheticName } from "./synthetic-landscapes";

/** A decoded picture: RGBA bytes, not premultiplied, row by row from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface Mounted {
  readonly scene: SurfaceScene;
  readonly container: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly gl: WebGL2RenderingContext;
}

const mounted: Mounted[] = [];

export function viewWith(part: Partial<View>, camera: Partial<View["camera"]> = {}): View {
  return { ...DEFAULT_VIEW, ...part, camera: { ...DEFAULT_VIEW.camera, ...camera } };
}

/** Seen from straight above, like a map. */
export const TOP_CAMERA = { azimuth: 0, polar: 0 };

export function mountScene(options: Partial<SurfaceOptions> = {}, width = 480, height = 360): Mounted {
  const container = document.createElement("div");
  Object.assign(container.style, { width: `${width}px`, height: `${height}px` });
  document.body.append(container);
  const scene = new SurfaceScene(container, { theme: "light", reducedMotion: true, place: "page", ...options });
  const canvas = container.querySelector("canvas[tabindex]") as HTMLCanvasElement;
  // The same context that the renderer on the page gets.
  const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
  const made = { scene, container, canvas, gl };
  mounted.push(made);
  return made;
}

/** Disposes the scenes that the tests have mounted. */
export function unmountAll(): void {
  for (const { scene, container, gl } of mounted.splice(0)) {
    if (!gl.isContextLost()) scene.dispose();
    container.remove();
  }
}

export function showSlice({ scene }: Mounted, name: SyntheticName, view: View, points = 65): void {
  scene.setView(view);
  scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES[name], points), { morph: false });
}

export async function readPng(blob: Blob): Promise<Pixels> {
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

export async function capturePixels({ scene }: Mounted, transparent = false, scale: 1 | 2 | 4 = 1): Promise<Pixels> {
  return readPng(await scene.capture({ scale, transparent, legend: null }));
}

/** The fraction of pixels whose channels, 0 to 255, satisfy a test. */
export function countPixels(
  pixels: Pixels,
  test: (red: number, green: number, blue: number, alpha: number) => boolean,
): number {
  let count = 0;
  for (let i = 0; i < pixels.data.length; i += 4) {
    if (test(pixels.data[i]!, pixels.data[i + 1]!, pixels.data[i + 2]!, pixels.data[i + 3]!)) count++;
  }
  return count;
}

/** The hatch lines of what is not convex, vermilion #d55e00 under any light: no colour of the loss has their hue and chroma. */
export function isVermilion(red: number, green: number, blue: number): boolean {
  return red > 110 && green < 0.62 * red && blue < 0.25 * red;
}

export function isColor(hex: string): (red: number, green: number, blue: number) => boolean {
  const [r, g, b] = parseHex(hex).map((channel) => channel * 255);
  return (red, green, blue) => Math.abs(red - r!) + Math.abs(green - g!) + Math.abs(blue - b!) <= 3;
}

export function lightnessAt(pixels: Pixels, x: number, y: number): number {
  const i = (y * pixels.width + x) * 4;
  return 0.299 * pixels.data[i]! + 0.587 * pixels.data[i + 1]! + 0.114 * pixels.data[i + 2]!;
}

/**
 * The direction of the lines in the middle of a picture, from its structure tensor: 2·Σ gx·gy / Σ (gx² + gy²).
 * +1 for lines that rise to the right "/", −1 for falling ones "\", 0 for no lines and for vertical or horizontal ones.
 */
export function measureSlant(pixels: Pixels): number {
  let product = 0;
  let energy = 0;
  for (let y = Math.floor(pixels.height * 0.4); y < pixels.height * 0.6; y++) {
    for (let x = Math.floor(pixels.width * 0.4); x < pixels.width * 0.6; x++) {
      const gx = lightnessAt(pixels, x + 1, y) - lightnessAt(pixels, x - 1, y);
      const gy = lightnessAt(pixels, x, y + 1) - lightnessAt(pixels, x, y - 1);
      product += gx * gy;
      energy += gx * gx + gy * gy;
    }
  }
  return energy > 0 ? (2 * product) / energy : 0;
}

/** Mean absolute difference of two pictures of one size, 0 to 255. */
export function comparePixels(a: Pixels, b: Pixels): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i]! - b.data[i]!);
  return sum / a.data.length;
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Waits until a scene has drawn nothing for some frames. It counts frames, not time, because a slow device may delay them. */
export async function settle({ scene }: Mounted): Promise<void> {
  let before = -1;
  while (before !== scene.framesDrawn || document.querySelector("canvas[data-drawing]")) {
    before = scene.framesDrawn;
    for (let frame = 0; frame < 5; frame++) await nextFrame();
    await wait(100);
  }
}
