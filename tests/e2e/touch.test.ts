import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeLink } from "../../src/spec/link";
import type { CameraView } from "../../src/spec/view";
import { collectErrors, linkTo, type OpenedApp, openApp, SMALL_SPEC, waitForVerdict } from "./studio-page";

let opened: OpenedApp;

beforeAll(async () => {
  opened = await openApp();
});

afterAll(() => opened.close());

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Fingers that go down, move in some steps and are lifted, as a touch screen reports them. */
async function gesture(session: CDPSession, from: readonly Finger[], to: readonly Finger[]): Promise<void> {
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: readonly Finger[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: touchPoints.map((finger, id) => ({ ...finger, id })),
    });
  await send("touchStart", from);
  for (const part of [0.25, 0.5, 0.75, 1]) {
    const between = from.map(({ x, y }, i) => ({ x: x + part * (to[i]!.x - x), y: y + part * (to[i]!.y - y) }));
    await send("touchMove", between);
  }
  await send("touchEnd", []);
}

/** The camera once the address has followed it. */
async function readCamera(page: Page): Promise<CameraView> {
  await page.waitForTimeout(1200);
  return decodeLink(new URL(page.url()).hash).view.camera;
}

it("turns under one finger, comes nearer under two, and tells what a tap points at", async () => {
  const context = await opened.browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(`${opened.app.address}${linkTo(SMALL_SPEC)}`);
  await waitForVerdict(page);
  const session = await context.newCDPSession(page);
  const box = (await page.locator("#surface canvas").first().boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const before = await readCamera(page);

  await gesture(session, [middle], [{ x: middle.x + 80, y: middle.y }]);
  const turned = await readCamera(page);
  expect(Math.abs(turned.azimuth - before.azimuth)).toBeGreaterThan(0.1);
  expect(turned.distance).toBeCloseTo(before.distance, 6);

  const apart = (reach: number): Finger[] => [
    { x: middle.x - reach, y: middle.y },
    { x: middle.x + reach, y: middle.y },
  ];
  await gesture(session, apart(30), apart(90));
  const nearer = await readCamera(page);
  expect(nearer.distance).toBeLessThan(0.8 * turned.distance);

  await page.touchscreen.tap(middle.x, middle.y + 10);
  await page.locator("#readout").waitFor({ state: "visible" });
  expect(await page.locator("#readout").innerText()).toMatch(/loss/i);
  expect(errors).toEqual([]);
  await context.close();
});
