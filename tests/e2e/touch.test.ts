import type { CDPSession, Page } from "playwright-core";
import { expect, it } from "vitest";
import { type CameraView, DEFAULT_VIEW } from "../../src/experiment/view";
import { openPage, useBrowser } from "./fixture";
import { linkTo, readLink, SMALL_SPEC, SOON, waitForStillness, waitForVerdict } from "./studio-page";

useBrowser();

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

/** The camera once the address has followed it from where it was. */
async function readCamera(page: Page, before: CameraView): Promise<CameraView> {
  await waitForStillness(page);
  const read = async () => (await readLink(page)).view.camera;
  await expect.poll(read, SOON).not.toEqual(before);
  return read();
}

it("turns under one finger, comes nearer under two, and tells what a tap points at", async () => {
  const { page, errors } = await openPage(linkTo(SMALL_SPEC), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: "reduce",
  });
  await waitForVerdict(page);
  const session = await page.context().newCDPSession(page);
  const box = (await page.locator("#surface canvas").first().boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const before = DEFAULT_VIEW.camera;

  await gesture(session, [middle], [{ x: middle.x + 80, y: middle.y }]);
  const turned = await readCamera(page, before);
  expect(Math.abs(turned.azimuth - before.azimuth)).toBeGreaterThan(0.1);
  expect(turned.distance).toBeCloseTo(before.distance, 6);

  const apart = (reach: number): Finger[] => [
    { x: middle.x - reach, y: middle.y },
    { x: middle.x + reach, y: middle.y },
  ];
  await gesture(session, apart(30), apart(90));
  await expect.poll(async () => (await readLink(page)).view.camera.distance, SOON).toBeLessThan(0.8 * turned.distance);

  await page.touchscreen.tap(middle.x, middle.y + 10);
  await page.locator("#readout").waitFor({ state: "visible" });
  expect(await page.locator("#readout").innerText()).toMatch(/loss/i);
  expect(errors).toEqual([]);
  await page.close();
});
