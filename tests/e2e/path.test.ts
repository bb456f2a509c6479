import { unzipSync } from "fflate";
import { BufferSource, EncodedPacketSink, Input, WEBM } from "mediabunny";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import type { Spec } from "../../src/experiment/spec";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import type { ResultDocument } from "../../src/formats/files/result-file";
import { evaluateLoss } from "../../src/model/network/evaluate";
import { flattenWeights, layoutNetwork, type Parameters } from "../../src/model/network/layout";
import { makeProblem } from "../../src/model/problem";
import { makePlane } from "../../src/slice/plane/make-plane";
import { projectOntoPlane } from "../../src/slice/plane/projection";
import { ADDRESS, browser, errors, page, usePage } from "./fixture";
import {
  findViolations,
  judgeAnew,
  linkTo,
  PATIENCE,
  pictureOfSurface,
  readLink,
  readSentence,
  SMALL_SPEC,
  SOON,
  saveFile,
  waitForVerdict,
} from "./studio-page";

usePage(linkTo(SMALL_SPEC));

/** The step that the timeline is moved to, of twelve. */
const STEP = 5;

const readValue = async (id: string): Promise<number> =>
  Number(await page.locator(`#${id}`).getAttribute("data-value", { timeout: PATIENCE }));

const linkedSpec = async (): Promise<Spec> => (await readLink(page)).spec;

/** The weights after a training of this many steps in this browser. */
async function trainInPage(steps: number): Promise<Parameters> {
  const spec = { ...SMALL_SPEC, weights: { ...SMALL_SPEC.weights, steps }, grid: { columns: 3, rows: 3 } };
  const weights = await page.evaluate(async (given) => {
    const result = (await window.losscape!.run(given)) as ResultDocument;
    return result.spec.weights;
  }, spec);
  if (weights.kind !== "given") throw new Error("a result holds given weights");
  return flattenWeights(layoutNetwork(SMALL_SPEC.network), weights.layers);
}

async function goToStep(step: number): Promise<void> {
  await page.locator("#timeline").focus();
  await page.keyboard.press("Home");
  for (let i = 0; i < step; i++) await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator("#timeline").getAttribute("aria-valuenow"), SOON).toBe(`${step}`);
}

describe("the trajectory", () => {
  it("is drawn on the surface, and the drawer shows its values", async () => {
    const drawn = await pictureOfSurface(page);
    await page.locator('[data-tool="path"]').click();
    await page.locator("#path-shown").click();
    await page.locator('[data-tool="path"]').click();
    expect((await pictureOfSurface(page)).equals(drawn)).toBe(false);
    await page.locator('[data-tool="path"]').click();
    await page.locator("#path-shown").click();
    expect(await page.locator("#tool-path .values").innerText()).toMatch(/Now, step 12\s+\(0, 0\)/);
    await expect.poll(() => page.locator("#path-surface-loss").getAttribute("data-value"), SOON).not.toBeNull();
    // The end is the slice's own centre. The training's loss is a sum of 24 in float32, of 11 roundings each.
    expect(await readValue("path-distance")).toBe(0);
    const [own, surface] = [await readValue("path-loss"), await readValue("path-surface-loss")];
    expect(Math.abs(own - surface)).toBeLessThan(64 * 2 ** -24 * surface);
    expect((await readValue("path-explained-x")) + (await readValue("path-explained-y"))).toBeLessThanOrEqual(1);
  });

  it("has the place, the distance and the loss of the weights at each step", async () => {
    const [theta, end] = [await trainInPage(STEP), await trainInPage(12)];
    await waitForVerdict(page);
    await page.locator('[name="follow"][value="plane"]').check();
    const sentence = await readSentence(page);
    await goToStep(STEP);
    expect(await readSentence(page)).toBe(sentence);
    const problem = makeProblem(SMALL_SPEC);
    const { layout } = problem;
    const plane = makePlane(SMALL_SPEC.plane, layout, end);
    const { x, y, distance } = projectOntoPlane(plane, end, theta);
    const below = end.map((entry, p) => entry + x * plane.dx[p]! + y * plane.dy[p]!) as Parameters;
    // A training of five steps gives the same weights as the first five of twelve steps, so all values agree exactly.
    expect(await readValue("path-distance")).toBe(distance);
    expect(await readValue("path-surface-loss")).toBe(evaluateLoss(problem, below));
    const loss = evaluateLoss(problem, theta);
    expect(Math.abs((await readValue("path-loss")) - loss)).toBeLessThan(64 * 2 ** -24 * loss);
  });
});

describe("the timeline", () => {
  it("changes the slice, the verdict and the link, and returns to the end without computing", async () => {
    const end = await readSentence(page);
    await judgeAnew(page, () => page.locator('[name="follow"][value="weights"]').check());
    expect(await readSentence(page)).not.toBe(end);
    expect(await page.locator("#step").innerText()).toBe(`${STEP} of 12`);
    expect(await readValue("path-distance")).toBe(0);
    await expect.poll(async () => (await linkedSpec()).weights, SOON).toEqual({ ...SMALL_SPEC.weights, steps: STEP });
    const kinds = await page.evaluate(async () => {
      const verdict = document.querySelector<HTMLElement>("#verdict")!;
      const seen: string[] = [];
      new MutationObserver(() => seen.push(verdict.dataset.kind ?? "")).observe(verdict, { attributes: true });
      document.querySelector<HTMLElement>("#timeline-end")!.click();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return seen;
    });
    expect(kinds).not.toContain("pending");
    expect(await readSentence(page)).toBe(end);
    await expect.poll(linkedSpec, SOON).toEqual(SMALL_SPEC);
  });

  it("is dragged, and plays to the end by itself", async () => {
    const box = (await page.locator("#timeline").boundingBox())!;
    await page.mouse.move(box.x + box.width, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + (3.1 / 12) * box.width, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    const said = () => page.locator("#timeline").getAttribute("aria-valuetext");
    await expect.poll(said, SOON).toMatch(/^step 3 of 12, loss 0\.\d{3}$/);
    await page.locator("#timeline-play").click();
    await expect.poll(() => page.locator("#timeline-end").count(), { timeout: 60_000 }).toBe(0);
    await waitForVerdict(page);
    expect(await page.locator("#step").innerText()).toBe("12 of 12");
  });
});

describe("several runs", () => {
  it("are trained from other seeds, listed with their losses, and removed", async () => {
    await page.fill("#run-count", "2");
    await page.locator("#runs-train").click();
    await page.waitForSelector("#runs-table tbody tr:nth-child(3)", { timeout: PATIENCE });
    expect(await page.locator("#runs-table tbody th").allInnerTexts()).toEqual(["2, this page’s", "3", "4"]);
    const losses = await page.locator("#runs-table tbody td:nth-child(3)").allInnerTexts();
    expect(new Set(losses).size).toBe(3);
    const together = await pictureOfSurface(page);
    await page.locator("#runs-remove").click();
    expect(await page.locator("#runs-table").count()).toBe(0);
    expect((await pictureOfSurface(page)).equals(together)).toBe(false);
  });

  it("leaves nothing for axe to find, light and dark", async () => {
    for (const theme of ["light", "dark"]) {
      expect([theme, await findViolations(page)]).toEqual([theme, []]);
      await page.keyboard.press("d");
    }
  });
});

describe("the video", () => {
  const FRAMES = 5;
  const RATE = 10;

  async function saveFilm(on: Page) {
    await on.selectOption("#film-size", "640 × 360");
    await on.selectOption("#film-rate", `${RATE}`);
    await on.fill("#film-frames", `${FRAMES}`);
    await on.press("#film-frames", "Tab");
    return saveFile(on, () => on.locator("#film-save").click());
  }

  it("holds every frame, of the chosen size and length, and no two are the same", async () => {
    expect(await page.locator("#film-kind").innerText()).toContain("WebM");
    const { name, bytes } = await saveFilm(page);
    expect(name).toBe("losscape-relu-moons.webm");
    const input = new Input({ source: new BufferSource(bytes), formats: [WEBM] });
    const track = (await input.getPrimaryVideoTrack())!;
    expect([track.displayWidth, track.displayHeight]).toEqual([640, 360]);
    const packets: { type: string; timestamp: number; data: number[] }[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push({ type: packet.type, timestamp: packet.timestamp, data: [...packet.data] });
    }
    // WebM counts milliseconds.
    expect(packets.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: FRAMES }, (_, i) => i / RATE));
    expect(await track.computeDuration()).toBeCloseTo(FRAMES / RATE, 3);
    const config = (await track.getDecoderConfig())!;
    const frames = await decodeInPage(packets, { codec: config.codec, codedWidth: 640, codedHeight: 360 });
    expect(frames.map(({ width, height }) => [width, height])).toEqual(packets.map(() => [640, 360]));
    expect(new Set(frames.map(({ pixels }) => pixels)).size).toBe(FRAMES);
  });

  /** What a decoder makes of the packets: each frame's size, and a digest of its pixels. */
  function decodeInPage(
    packets: readonly { type: string; timestamp: number; data: number[] }[],
    config: VideoDecoderConfig,
  ): Promise<{ width: number; height: number; pixels: string }[]> {
    return page.evaluate(
      async ({ chunks, decoderConfig }) => {
        const frames: Promise<{ width: number; height: number; pixels: string }>[] = [];
        async function read(frame: VideoFrame) {
          const { displayWidth: width, displayHeight: height } = frame;
          const context = new OffscreenCanvas(width, height).getContext("2d")!;
          context.drawImage(frame, 0, 0);
          frame.close();
          const digest = await crypto.subtle.digest("SHA-256", context.getImageData(0, 0, width, height).data);
          return { width, height, pixels: [...new Uint8Array(digest)].join() };
        }
        const decoder = new VideoDecoder({
          output: (frame) => frames.push(read(frame)),
          error: (error) => {
            throw error;
          },
        });
        decoder.configure(decoderConfig);
        for (const { type, timestamp, data } of chunks) {
          const chunk = {
            type: type as EncodedVideoChunkType,
            timestamp: 1e6 * timestamp,
            data: Uint8Array.from(data),
          };
          decoder.decode(new EncodedVideoChunk(chunk));
        }
        await decoder.flush();
        return Promise.all(frames);
      },
      { chunks: packets, decoderConfig: config },
    );
  }

  it("is cancelled", async () => {
    await page.fill("#film-frames", "900");
    await page.press("#film-frames", "Tab");
    await page.locator("#film-save").click();
    await page.locator("#film-cancel").click();
    await page.waitForSelector("#film-save");
    expect(await page.locator("#tool-path .part .said").last().innerText()).toBe("The video was cancelled.");
    expect(await page.locator(".frame-stage").count()).toBe(0);
  });

  it("is an archive of pictures where nothing encodes a video, and the page says so", async () => {
    const plain = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await plain.addInitScript(() => Reflect.deleteProperty(window, "VideoEncoder"));
    await plain.goto(ADDRESS + linkTo(SMALL_SPEC, { ...DEFAULT_VIEW, tool: "path", follow: "plane" }));
    await waitForVerdict(plain);
    await expect.poll(() => plain.locator("#film-kind").innerText(), SOON).toContain("PNG pictures in a ZIP");
    const { name, bytes } = await saveFilm(plain);
    expect(name).toBe("losscape-relu-moons.zip");
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(Array.from({ length: FRAMES }, (_, i) => `frame-000${i + 1}.png`));
    const pictures = Object.values(files).map((file) => PNG.sync.read(Buffer.from(file)));
    expect(pictures.map(({ width, height }) => [width, height])).toEqual(pictures.map(() => [640, 360]));
    expect(new Set(pictures.map(({ data }) => data.toString("base64"))).size).toBe(FRAMES);
    await plain.close();
  });
});

it("has put nothing on the console", () => {
  expect(errors).toEqual([]);
});
