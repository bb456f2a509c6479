import { afterEach, describe, expect, it, vi } from "vitest";
import { subtractLandscapes } from "../../src/convexity/points/difference";
import { fitCommonScales } from "../../src/drawing/surface/surface-drawing";
import type { CameraView } from "../../src/experiment/view";
import { paintSheet } from "../../src/scene/saving/picture-sheet";
import {
  capturePixels,
  comparePixels,
  countPixels,
  isVermilion,
  type Mounted,
  mountScene,
  type Pixels,
  readPng,
  settle,
  showSlice,
  TOP_CAMERA,
  unmountAll,
  viewWith,
} from "./picture-support";
import { evaluateSynthetic, type SyntheticSlice } from "./synthetic-landscapes";

afterEach(unmountAll);

/** Two slices that are equal in front (y ≤ 0); behind, the second rises seven times as high. */
const FRONT: SyntheticSlice["loss"] = (x, y) => 1 + 0.4 * Math.sin(2 * x) + 0.5 * y;
const LOW: SyntheticSlice = { loss: FRONT };
const HIGH: SyntheticSlice = { loss: (x, y) => FRONT(x, y) + 12 * Math.max(0, y) ** 2 };
const PLAIN = { marks: false, contours: false, creases: false } as const;
/** Seen from the front and a little from above: the front half of the slice fills the lower part of the picture. */
const FRONT_CAMERA = { azimuth: 0, polar: 1.2 };

function show(made: Mounted, slice: SyntheticSlice, common: readonly SyntheticSlice[], height: "linear" | "asinh") {
  const landscape = evaluateSynthetic(slice, 33);
  const scales = fitCommonScales(
    common.map((other) => evaluateSynthetic(other, 33)),
    height,
  );
  made.scene.setLandscape(landscape, { morph: false, ...(common.length > 0 ? { scales } : {}) });
}

/** The lowest fifth of a picture, which shows the front edge of the surface. */
function cutFront({ width, height, data }: Pixels): Pixels {
  const rows = Math.floor(height * 0.68);
  return { width, height: height - rows, data: data.slice(rows * width * 4) };
}

describe.each(["linear", "asinh"] as const)("a common scale, %s", (height) => {
  it.each([
    ["from in front", FRONT_CAMERA],
    ["from above", TOP_CAMERA],
  ])("puts the same loss at the same height and in the same colour, %s", async (_, camera) => {
    const draw = async (slice: SyntheticSlice, common: readonly SyntheticSlice[]) => {
      const made = mountScene();
      made.scene.setView(viewWith({ ...PLAIN, height }, camera));
      if (common.length > 0) show(made, slice, common, height);
      else made.scene.setLandscape(evaluateSynthetic(slice, 33), { morph: false });
      return cutFront(await capturePixels(made));
    };
    const low = await draw(LOW, [LOW, HIGH]);
    const high = await draw(HIGH, [LOW, HIGH]);
    expect(comparePixels(low, high)).toBe(0);
    // With separate scales the pictures differ: the same loss has another height.
    expect(comparePixels(await draw(LOW, []), await draw(HIGH, []))).toBeGreaterThan(1);
  });
});

describe("a difference", () => {
  const subtract = (b: SyntheticSlice["loss"], error = 0) => {
    const base = evaluateSynthetic(LOW, 33);
    const other = evaluateSynthetic({ loss: (x, y) => FRONT(x, y) + b(x, y) }, 33);
    return subtractLandscapes(base, { ...other, lossError: other.lossError.map(() => error) })!;
  };
  const isGreen = (r: number, g: number, b: number) => g > r + 24 && g > b + 24;
  const isPurple = (r: number, g: number, b: number) => r > g + 24 && b > g + 24;
  const draw = async (b: SyntheticSlice["loss"], error = 0, marks = true) => {
    const made = mountScene();
    made.scene.setView(viewWith({ contours: false, height: "linear", marks }, TOP_CAMERA));
    made.scene.setDifference(subtract(b, error), { morph: false });
    return capturePixels(made, true);
  };

  it("is green where B is lower, purple where it is higher, and never the colour of a mark", async () => {
    const lower = await draw(() => -1);
    expect(countPixels(lower, isGreen)).toBeGreaterThan(10_000);
    expect(countPixels(lower, isPurple)).toBe(0);
    const both = await draw((x) => x);
    const [green, purple] = [countPixels(both, isGreen), countPixels(both, isPurple)];
    expect(green).toBeGreaterThan(3_000);
    // The light comes from the left, so the shading of the two halves differs.
    expect(Math.abs(green - purple) / green).toBeLessThan(0.35);
    expect(countPixels(both, isVermilion)).toBe(0);
  });

  it("stipples the points that the error bounds leave undecided", async () => {
    // The difference is 0 at no grid point: the columns are at multiples of 1/16.
    const slope = (x: number) => x + 1 / 32;
    const certain = await draw(slope, 0);
    const open = await draw(slope, 0.5);
    const unmarked = await draw(slope, 0.5, false);
    expect(comparePixels(certain, unmarked)).toBe(0);
    const surface = countPixels(unmarked, (_r, _g, _b, alpha) => alpha === 255);
    let changed = 0;
    for (let i = 0; i < open.data.length; i += 4) {
      if (Math.abs(open.data[i]! - unmarked.data[i]!) > 20) changed++;
    }
    // Dots of radius 1 every 5.5 pixels cover π / 5.5² = 10.4 % of the undecided area, which is half of the surface.
    expect(changed / surface).toBeGreaterThan(0.5 * 0.052);
    expect(changed / surface).toBeLessThan(0.5 * 0.208);
  });
});

describe("cameras", () => {
  const pressKey = (canvas: HTMLElement, key: string) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

  it("follow one another without an event, also after earlier turns", async () => {
    const told = vi.fn();
    const follower = mountScene({ onCamera: told });
    const leader = mountScene({ onCamera: (camera) => follower.scene.followCamera(camera) });
    for (const made of [leader, follower]) showSlice(made, "bowl", viewWith({}));
    await settle(leader);
    for (const key of ["ArrowRight", "ArrowUp", "Home"]) {
      pressKey(leader.canvas, key);
      await settle(leader);
      await settle(follower);
      expect(follower.scene.camera.azimuth).toBeCloseTo(leader.scene.camera.azimuth, 9);
      expect(follower.scene.camera.polar).toBeCloseTo(leader.scene.camera.polar, 9);
    }
    expect(told).not.toHaveBeenCalled();
  });

  it("are not turned back by a view that comes late", async () => {
    const cameras: CameraView[] = [];
    const made = mountScene({ onCamera: (camera) => cameras.push(camera) });
    showSlice(made, "bowl", viewWith({}));
    await settle(made);
    pressKey(made.canvas, "ArrowRight");
    await settle(made);
    pressKey(made.canvas, "ArrowRight");
    made.scene.setView({ ...viewWith({}), camera: cameras[0]! });
    await settle(made);
    expect(made.scene.camera.azimuth).toBeCloseTo(viewWith({}).camera.azimuth + (2 * Math.PI) / 36, 6);
    // After its own view has come back, the first view is applied again.
    made.scene.setView({ ...viewWith({}), camera: cameras[1]! });
    made.scene.setView(viewWith({}));
    expect(made.scene.camera.azimuth).toBeCloseTo(viewWith({}).camera.azimuth, 6);
  });
});

describe("a covered picture", () => {
  it("draws nothing while its container is inert, and draws all changes afterwards", async () => {
    const made = mountScene();
    showSlice(made, "bowl", viewWith({}));
    await settle(made);
    const before = made.scene.framesDrawn;
    made.container.inert = true;
    showSlice(made, "saddle", viewWith({ contours: false }));
    made.scene.setTheme("dark");
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before);
    made.container.inert = false;
    await settle(made);
    expect(made.scene.framesDrawn).toBe(before + 1);
    const fresh = mountScene({ theme: "dark" });
    showSlice(fresh, "saddle", viewWith({ contours: false }));
    expect(comparePixels(await capturePixels(made), await capturePixels(fresh))).toBe(0);
  });
});

it("saves several pictures on one sheet, each in its place", async () => {
  const columns = await Promise.all(
    (["bowl", "saddle"] as const).map(async (name) => {
      const made = mountScene({}, 240, 200);
      showSlice(made, name, viewWith({ ...PLAIN, marks: true }));
      const picture = await made.scene.capture({ scale: 2, transparent: false, legend: null });
      const size = { width: 240, height: 200 };
      return { title: name, subtitle: "A slice", picture, size, captions: ["One line."], legend: null };
    }),
  );
  const sheet = { heading: "Two slices", columns, notes: ["Nothing else."] };
  const pixels = await readPng(await paintSheet(sheet, "light", 2));
  expect(pixels.width).toBe(2 * (20 + 240 + 16 + 240 + 20));
  expect(pixels.height).toBeGreaterThan(2 * 260);
  const half = (right: boolean): Pixels => {
    const width = pixels.width / 2;
    const data = new Uint8ClampedArray(width * pixels.height * 4);
    for (let row = 0; row < pixels.height; row++) {
      const from = (row * pixels.width + (right ? width : 0)) * 4;
      data.set(pixels.data.subarray(from, from + width * 4), row * width * 4);
    }
    return { width, height: pixels.height, data };
  };
  // The bowl has no mark; the saddle has marks everywhere.
  expect(countPixels(half(false), isVermilion)).toBe(0);
  expect(countPixels(half(true), isVermilion)).toBeGreaterThan(2_000);
});
