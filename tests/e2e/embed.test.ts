import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CDPSession, Frame, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { ADDRESS, browser, useBrowser } from "./fixture";
import { collectErrors, linkTo, PATIENCE, readLink, SMALL_SPEC, SOON } from "./studio-page";

useBrowser();

/** What the pages that hold frames contain, by their path. */
const pages = new Map<string, string>();
const server = createServer((request, response) => {
  response.setHeader("content-type", "text/html");
  response.end(
    `<!doctype html><meta name="viewport" content="width=device-width">${pages.get(request.url ?? "") ?? ""}`,
  );
});
let host = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  host = typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
});
afterAll(() => server.close());

/** What a frame shows is not the question here, so it is soon computed. */
const FRAME_SPEC = parseSpec({
  ...SMALL_SPEC,
  weights: { ...SMALL_SPEC.weights, steps: 2 },
  grid: { ...SMALL_SPEC.grid, columns: 9, rows: 9 },
});

const frameOf = (attributes = "", size = 'width="320" height="260"'): string =>
  `<iframe ${attributes} ${size} src="${ADDRESS}?embed${linkTo(FRAME_SPEC)}"></iframe>`;

const isReady = (frame: Frame): Promise<boolean> =>
  frame.evaluate(
    () =>
      document.querySelector('#verdict[data-phase="ready"]') !== null &&
      !document.querySelector("canvas[data-drawing]"),
  );

async function untilReady(page: Page): Promise<Frame[]> {
  const frames = page.frames().slice(1);
  await expect
    .poll(async () => (await Promise.all(frames.map(isReady))).every(Boolean), { timeout: PATIENCE, interval: 300 })
    .toBe(true);
  return frames;
}

const rests = (frame: Frame): Promise<boolean> => frame.locator("#side .turn").isVisible();

/** The share of the pixels in the middle of a frame that have a colour: the surface has, its ground and its axes have not. */
async function colouredShare(page: Page, index: number): Promise<number> {
  const { data } = PNG.sync.read(await page.locator("iframe").nth(index).screenshot());
  let coloured = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = data.subarray(at, at + 3) as unknown as [number, number, number];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured++;
  }
  return (4 * coloured) / data.length;
}

it("many frames on a page share eight contexts: the others show still pictures, and a click hands one over", async () => {
  const count = 9;
  pages.set("/many", frameOf().repeat(count));
  const page = await browser.newPage({ viewport: { width: 1320, height: 840 } });
  const errors = collectErrors(page);
  await page.goto(`${host}/many`);
  const frames = await untilReady(page);
  const resting = async () => (await Promise.all(frames.map(rests))).filter(Boolean).length;
  await expect.poll(resting, { timeout: PATIENCE, interval: 300 }).toBe(count - 8);
  for (let index = 0; index < count; index++)
    expect(await colouredShare(page, index), `frame ${index}`).toBeGreaterThan(0.01);
  const states = await Promise.all(frames.map(rests));
  const still = states.indexOf(true);
  await frames[still]!.locator("#side .turn").click();
  await expect.poll(() => rests(frames[still]!), SOON).toBe(false);
  await expect.poll(resting, SOON).toBe(count - 8);
  await expect.poll(() => isReady(frames[still]!), SOON).toBe(true);
  expect(await colouredShare(page, still)).toBeGreaterThan(0.01);
  expect(errors.filter((text) => !text.includes("autofocus"))).toEqual([]);
  await page.close();
});

it("a sandboxed frame works where its files may be read, and says why where they may not", async () => {
  pages.set("/sandbox", frameOf('sandbox="allow-scripts"', 'width="640" height="480"'));
  const page = await browser.newPage({ viewport: { width: 700, height: 520 } });
  await page.goto(`${host}/sandbox`);
  const refused = page.frames()[1]!.locator(".not-started");
  await refused.waitFor({ state: "visible" });
  expect(await refused.innerText()).toMatch(/could not start here/);
  await page.route(`${ADDRESS}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "access-control-allow-origin": "*" } });
  });
  await page.reload();
  const [frame] = await untilReady(page);
  expect(await frame!.locator(".not-started").isVisible()).toBe(false);
  expect(await frame!.locator("#verdict h2").innerText()).toBe("Not convex, proved");
  expect(await colouredShare(page, 0)).toBeGreaterThan(0.01);
  await page.close();
});

it("a page opened as a file says why it does not start", async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(path.resolve("dist/page/index.html")).href);
  await page.locator(".not-started").waitFor({ state: "visible" });
  await page.close();
});

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Fingers that go down, move by an offset in some steps and are lifted. */
async function swipe(session: CDPSession, fingers: readonly Finger[], across: number, down: number): Promise<void> {
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: readonly Finger[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: touchPoints.map((finger, id) => ({ ...finger, id })),
    });
  await send("touchStart", fingers);
  for (let part = 1; part <= 8; part++) {
    await send(
      "touchMove",
      fingers.map(({ x, y }) => ({ x: x + (part / 8) * across, y: y + (part / 8) * down })),
    );
  }
  await send("touchEnd", []);
}

it("one finger scrolls past a frame, and two turn its surface", async () => {
  pages.set("/phone", `<p>Above</p>${frameOf("", 'width="360" height="420"')}<div style="height: 2000px">Below</div>`);
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.goto(`${host}/phone`);
  const [frame] = await untilReady(page);
  const session = await page.context().newCDPSession(page);
  const camera = async () =>
    (await frame!.evaluate(() => location.hash)) && (await readLink(frame as unknown as Page)).view.camera;
  const box = (await page.locator("iframe").boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + 0.6 * box.height };
  await swipe(session, [middle], 0, -200);
  await expect.poll(() => page.evaluate(() => scrollY), SOON).toBeGreaterThan(50);
  expect(await camera()).toEqual(DEFAULT_VIEW.camera);
  // The page goes on scrolling for a moment after the finger was lifted.
  const settle = () =>
    page.evaluate(async () => {
      for (let still = 0, last = scrollY; still < 10; still = scrollY === last ? still + 1 : 0) {
        last = scrollY;
        await new Promise(requestAnimationFrame);
      }
      scrollTo(0, 0);
    });
  await settle();
  const apart = [
    { x: middle.x - 50, y: middle.y },
    { x: middle.x + 50, y: middle.y },
  ];
  await swipe(session, apart, 60, 0);
  await expect.poll(camera, SOON).not.toEqual(DEFAULT_VIEW.camera);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.close();
});
