import { afterEach, describe, expect, it, vi } from "vitest";
import { describeLegend } from "../../src/drawing/legend/legend";
import type { HoverPoint } from "../../src/drawing/surface/surface-marks";
import type { CameraView } from "../../src/experiment/view";
import {
  capturePixels,
  comparePixels,
  countPixels,
  mountScene,
  readPng,
  settle,
  showSlice,
  TOP_CAMERA,
  unmountAll,
  viewWith,
  wait,
} from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "./synthetic-landscapes";

afterEach(unmountAll);

const pressKey = (canvas: HTMLElement, key: string, shiftKey = false) =>
  canvas.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));

describe("drawing on demand", () => {
  it("draws nothing while nothing changes, and again when something does", async () => {
    const made = mountScene();
    showSlice(made, "bowl", viewWith({}));
    await settle(made);
    const before = made.scene.framesDrawn;
    await wait(400);
    expect(made.scene.framesDrawn).toBe(before);
    made.scene.setView(viewWith({ contours: false }));
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before + 1);
    made.scene.setTheme("dark");
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before + 2);
  });

  it("follows the pointer without drawing the surface", async () => {
    const seen: (HoverPoint | null)[] = [];
    const made = mountScene({ onHover: (point) => seen.push(point) });
    showSlice(made, "bowl", viewWith({ height: "linear" }, TOP_CAMERA));
    await settle(made);
    const before = made.scene.framesDrawn;
    const move = (x: number, y: number) =>
      made.canvas.dispatchEvent(
        new PointerEvent("pointermove", {
          clientX: made.canvas.getBoundingClientRect().x + x,
          clientY: made.canvas.getBoundingClientRect().y + y,
          pointerType: "mouse",
        }),
      );
    move(240, 180);
    await vi.waitFor(() => expect(seen).toEqual([{ row: 30, column: 32, x: 0, y: -0.0625 }]));
    move(3, 3);
    await vi.waitFor(() => expect(seen[1]).toBeNull());
    expect(seen).toHaveLength(2);
    expect(made.scene.framesDrawn).toBe(before);
  });

  it("fills a container that grows", async () => {
    const made = mountScene();
    showSlice(made, "bowl", viewWith({}));
    await settle(made);
    made.container.style.width = "640px";
    await settle(made);
    expect(made.canvas.width).toBe(Math.round(640 * Math.min(2, devicePixelRatio)));
    expect((await capturePixels(made)).width).toBe(640);
  });
});

describe("keys", () => {
  it("turn, zoom, shift, look from above and reset, and report the camera", async () => {
    const cameras: CameraView[] = [];
    const made = mountScene({ onCamera: (camera) => cameras.push(camera) });
    showSlice(made, "bowl", viewWith({}));
    await settle(made);
    const last = async (key: string, shiftKey = false) => {
      pressKey(made.canvas, key, shiftKey);
      await settle(made);
      return cameras[cameras.length - 1] as CameraView;
    };
    const home = viewWith({}).camera;
    expect((await last("ArrowRight")).azimuth).toBeCloseTo(home.azimuth + Math.PI / 36, 6);
    expect((await last("ArrowUp")).polar).toBeCloseTo(home.polar - Math.PI / 36, 6);
    expect((await last("+")).distance).toBeCloseTo(home.distance / 1.12, 6);
    expect((await last("ArrowUp", true)).target[1]).toBeGreaterThan(0.01);
    expect((await last("t")).polar).toBeLessThan(1e-3);
    const back = await last("Home");
    expect(back.azimuth).toBeCloseTo(home.azimuth, 6);
    expect(back.distance).toBeCloseTo(home.distance, 6);
  });

  it("does not report a camera that came from the view, and does not return to an old one", async () => {
    const onCamera = vi.fn();
    const made = mountScene({ onCamera });
    showSlice(made, "bowl", viewWith({}, { azimuth: 1.5 }));
    await settle(made);
    expect(onCamera).not.toHaveBeenCalled();
    pressKey(made.canvas, "ArrowRight");
    await settle(made);
    made.scene.setView(viewWith({ contours: false }, { azimuth: 1.5 }));
    expect(made.scene.camera.azimuth).toBeCloseTo(1.5 + Math.PI / 36, 6);
  });

  it("are explained on a canvas that can have the focus", () => {
    const { canvas, scene } = mountScene({ label: "A bowl." });
    expect(canvas.tabIndex).toBe(0);
    expect(canvas.getAttribute("aria-label")).toMatch(/^A bowl\. Arrow keys turn/);
    scene.setLabel("A saddle.");
    expect(canvas.getAttribute("aria-label")).toMatch(/^A saddle\./);
  });
});

describe("saving", () => {
  it("has no background in a transparent picture", async () => {
    const made = mountScene();
    showSlice(made, "bowl", viewWith({}));
    const clear = await capturePixels(made, true);
    expect(clear.data[3]).toBe(0);
    expect(countPixels(clear, (_r, _g, _b, alpha) => alpha === 255)).toBeGreaterThan(10_000);
    const opaque = await capturePixels(made);
    expect(countPixels(opaque, (_r, _g, _b, alpha) => alpha !== 255)).toBe(0);
  });

  it("is sharp at 4× over several tiles: scaled down, it equals the small picture, without a seam", async () => {
    const made = mountScene({}, 1040, 220);
    showSlice(made, "saddle", viewWith({ marks: false, contours: false }));
    const blob = await made.scene.capture({ scale: 4, transparent: false, legend: null });
    const large = await createImageBitmap(blob);
    expect([large.width, large.height]).toEqual([4160, 880]);
    const canvas = new OffscreenCanvas(1040, 220);
    const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.imageSmoothingQuality = "high";
    context.drawImage(large, 0, 0, 1040, 220);
    const small = await capturePixels(made);
    // Edges are smoothed differently; a misplaced tile would move all of its pixels.
    expect(comparePixels(context.getImageData(0, 0, 1040, 220), small)).toBeLessThan(1.5);
  });

  it("draws the legend beside a small picture, and not beside a large one", async () => {
    const made = mountScene();
    const view = viewWith({});
    showSlice(made, "saddle", view);
    const legend = describeLegend(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 65), view);
    const pixels = await readPng(await made.scene.capture({ scale: 2, transparent: false, legend }));
    expect(pixels.width).toBeGreaterThan(2 * 480 + 400);
    expect((await capturePixels(made, false, 2)).width).toBe(960);
  });

  it("uses the present camera, also before it is drawn", async () => {
    const made = mountScene();
    showSlice(made, "bowl", viewWith({}, TOP_CAMERA));
    const first = await capturePixels(made);
    expect(comparePixels(await capturePixels(made), first)).toBe(0);
  });

  it("does not change the picture on screen", async () => {
    const made = mountScene();
    showSlice(made, "saddle", viewWith({}));
    await settle(made);
    const { width, height } = made.canvas;
    await capturePixels(made, false, 4);
    expect([made.canvas.width, made.canvas.height]).toEqual([width, height]);
  });
});

describe("morphing", () => {
  it("moves from one grid size to another and ends at the new surface", async () => {
    const made = mountScene({ reducedMotion: false });
    showSlice(made, "bowl", viewWith({}), 17);
    await settle(made);
    const before = made.scene.framesDrawn;
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 65), { morph: true });
    const start = await capturePixels(made);
    await settle(made);
    // The first frame and the last at least, however slow the machine; without a morph there is one.
    expect(made.scene.framesDrawn).toBeGreaterThanOrEqual(before + 2);
    const end = await capturePixels(made);
    const fresh = mountScene();
    showSlice(fresh, "saddle", viewWith({}));
    expect(comparePixels(end, await capturePixels(fresh))).toBeLessThan(0.05);
    expect(comparePixels(start, end)).toBeGreaterThan(3);
  });

  it("can be interrupted by a third landscape", async () => {
    const made = mountScene({ reducedMotion: false });
    showSlice(made, "bowl", viewWith({}), 33);
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 65), { morph: true });
    await wait(80);
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.crease, 33), { morph: true });
    await settle(made);
    const fresh = mountScene();
    showSlice(fresh, "crease", viewWith({}), 33);
    expect(comparePixels(await capturePixels(made), await capturePixels(fresh))).toBeLessThan(0.05);
  });

  it("does not happen under reduced motion", async () => {
    const made = mountScene({ reducedMotion: true });
    showSlice(made, "bowl", viewWith({}));
    await settle(made);
    const before = made.scene.framesDrawn;
    made.scene.setLandscape(evaluateSynthetic(SYNTHETIC_SLICES.saddle, 65), { morph: true });
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before + 1);
  });
});

describe("the WebGL context", () => {
  it("shows the landscape again after a loss", async () => {
    const made = mountScene();
    showSlice(made, "saddle", viewWith({}));
    const before = await capturePixels(made);
    const extension = made.gl.getExtension("WEBGL_lose_context");
    extension?.loseContext();
    await wait(100);
    expect(made.gl.isContextLost()).toBe(true);
    extension?.restoreContext();
    await wait(200);
    await settle(made);
    expect(comparePixels(await capturePixels(made), before)).toBeLessThan(0.05);
  });

  it("is released on dispose: after twenty scenes the first one still works", async () => {
    const first = mountScene();
    showSlice(first, "bowl", viewWith({}));
    for (let index = 0; index < 20; index++) {
      const next = mountScene({}, 64, 48);
      next.scene.dispose();
      await vi.waitFor(() => expect(next.gl.isContextLost()).toBe(true));
      expect(next.container.childElementCount).toBe(0);
    }
    await wait(50);
    expect(first.gl.isContextLost()).toBe(false);
  });
});
