import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/experiment/parse";
import { openPage, useBrowser } from "./fixture";
import { linkTo, PATIENCE, readSentence, SMALL_SPEC, SOON, saveText, waitForVerdict } from "./studio-page";

/** A small network on a grid that takes a while on any machine. */
const LARGE_GRID = parseSpec({ ...SMALL_SPEC, grid: { ...SMALL_SPEC.grid, columns: 1025, rows: 1025 } });
/** The slowest engine: what stands on the page between two results lasts for some frames. */
const SLOWLY = "?engine=reference";
/** Its coarsest surface takes a part of a second with every engine. */
const LARGE_NETWORK = parseSpec({
  ...SMALL_SPEC,
  dataset: { kind: "generated", name: "moons", samples: 1000, noise: 0.1, seed: 1 },
  network: { ...SMALL_SPEC.network, layers: [2, 32, 32, 1] },
  grid: { ...SMALL_SPEC.grid, columns: 33, rows: 33 },
});
/** With it even the first, coarse surface takes several frames. */
const MEDIUM_GRID = parseSpec({ ...SMALL_SPEC, grid: { ...SMALL_SPEC.grid, columns: 129, rows: 129 } });
/** Three solutions of which two are one: no plane goes through them, which is found out only once there are weights. */
const NO_PLANE = parseSpec({ ...SMALL_SPEC, plane: { kind: "minima", b: constantWeights(1), c: constantWeights(1) } });

function constantWeights(value: number) {
  const [inputs, units, outputs] = SMALL_SPEC.network.layers as [number, number, number];
  const layer = (from: number, to: number) => ({
    kernel: Array.from({ length: from }, () => Array.from({ length: to }, () => value)),
    bias: Array.from({ length: to }, () => value),
  });
  return { layers: [layer(inputs, units), layer(units, outputs)] };
}

useBrowser();

/** What the page shows, frame by frame, from now until `isOver` holds of the card's data. */
async function watchFrames(page: Page, endPhase: string, act: () => Promise<unknown>) {
  const watched = await page.evaluateHandle((last) => {
    const text = (selector: string) => document.querySelector(selector)?.textContent?.trim() ?? "";
    const frames: {
      kind: string;
      phase: string;
      sentence: string;
      label: string;
      pale: boolean;
      legend: string;
      surface: string;
    }[] = [];
    const done = new Promise<void>((resolve) => {
      const look = () => {
        const { kind = "", phase = "" } = document.querySelector<HTMLElement>("#verdict")!.dataset;
        frames.push({
          kind,
          phase,
          sentence: text("#sentence"),
          label: text("#surface-label"),
          pale: document.querySelector("#surface")!.classList.contains("outdated"),
          legend: text("#legend svg"),
          surface: document.querySelector("#surface canvas[aria-label]")?.getAttribute("aria-label") ?? "",
        });
        if (phase === last && frames.some((frame) => frame.phase !== last)) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
    return { frames, done };
  }, endPhase);
  await act();
  await watched.evaluate(({ done }) => done);
  return watched.evaluate(({ frames }) => frames);
}

function heading(page: Page) {
  return page.locator("#verdict h2");
}

describe("the verdict", () => {
  it("stands with its proof while the surface is still computed, and when that is cancelled", async () => {
    const { page, errors } = await openPage(linkTo(LARGE_GRID));
    // The page itself tells the order: at the verdict the slice is not complete.
    await page.locator('#verdict[data-kind="not-convex"][data-phase="running"]').waitFor({ timeout: PATIENCE });
    expect(await heading(page).innerText()).toBe("Not convex, proved");
    const doors = page.locator("#verdict .doors button");
    expect(await doors.allInnerTexts()).toEqual(["Certificate", "See the chord"]);
    await page.locator("#cancel-landscape").click();
    await page.locator('#verdict[data-phase="cancelled"]').waitFor({ timeout: PATIENCE });
    expect(await heading(page).innerText()).toBe("Not convex, proved");
    expect(await page.locator("#of-surface").innerText()).toContain("The surface was cancelled.");
    await doors.getByText("See the chord").click();
    await page.locator("#evidence .chord-plot").waitFor({ timeout: PATIENCE });
    const certificate = await saveText(page, () => page.locator("#save-certificate").click());
    expect(JSON.parse(certificate).claim).toBe("not-convex");
    await page.getByRole("button", { name: "Compute again" }).click();
    await page.locator('#verdict[data-phase="running"]').waitFor({ timeout: PATIENCE });
    expect(await page.locator("#verdict").getAttribute("data-kind")).toBe("not-convex");
    expect(errors).toEqual([]);
    await page.close();
  });

  it("comes before the surface is complete, and the complete slice does not take it back", async () => {
    const { page, errors } = await openPage(SLOWLY + linkTo(MEDIUM_GRID));
    await waitForVerdict(page);
    const frames = await watchFrames(page, "ready", () =>
      page
        .locator('[data-field="planeSeed"] input')
        .fill("9")
        .then(() => page.keyboard.press("Enter")),
    );
    const first = frames.findIndex(({ kind, phase }) => kind === "not-convex" && phase !== "ready");
    expect(first).toBeGreaterThanOrEqual(0);
    const after = frames.slice(first);
    const since = after.slice(after.findIndex(({ phase }) => phase === "running"));
    expect(since.every(({ kind }) => kind === "not-convex")).toBe(true);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("stands where no surface can be computed, and the page says why", async () => {
    const { page, errors } = await openPage(linkTo(NO_PLANE));
    await page.locator('#verdict[data-phase="failed"]').waitFor({ timeout: PATIENCE });
    expect(await heading(page).innerText()).toBe("Not convex, proved");
    expect(await page.locator("#of-surface").innerText()).toContain(
      "The surface could not be computed: plane: solution c is the same as b",
    );
    await page.locator("#verdict .doors").getByText("See the chord").click();
    await page.locator("#evidence .chord-plot").waitFor({ timeout: PATIENCE });
    await expect
      .poll(() => page.locator("#announcer").innerText(), SOON)
      .toMatch(/^Not convex, proved\. .* The surface could not be computed/);
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe("a surface of other weights", () => {
  it("is pale and named, and none of its numbers stands beside another step", async () => {
    const { page, errors } = await openPage(linkTo(LARGE_NETWORK));
    await waitForVerdict(page);
    const before = await readSentence(page);
    await page.locator("#timeline").focus();
    const frames = await watchFrames(page, "ready", () => page.keyboard.press("Home"));
    expect(await page.locator("#step").innerText()).toBe("0 of 12");
    const stale = frames.filter(({ label }) => label !== "");
    expect(stale.length).toBeGreaterThan(0);
    for (const { label, pale, sentence, legend, surface } of stale) {
      expect([label, pale, sentence]).toEqual(["Surface of step 12", true, ""]);
      expect(legend).toContain("step 12");
      expect(surface).toMatch(/^Loss surface of step 12\. Arrow keys/);
    }
    const changed = frames.slice(frames.findIndex(({ phase }) => phase !== "ready"));
    const normal = (text: string) => text.replaceAll("\u00a0", " ");
    expect(changed.filter(({ sentence }) => normal(sentence) === before)).toEqual([]);
    expect(changed.filter(({ label, pale }) => (label !== "") !== pale)).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("is not saved as a picture of the weights on the page", async () => {
    const { page } = await openPage(SLOWLY + linkTo(LARGE_GRID));
    await page.locator('#verdict[data-phase="running"]').waitFor({ timeout: PATIENCE });
    await page.locator("#legend svg").waitFor({ timeout: PATIENCE });
    // Another experiment: its surface is still to come.
    const refused = await page.evaluate(async () => {
      document.querySelectorAll<HTMLInputElement>(".segments input")[0]!.click();
      try {
        await window.losscape!.capture({ scale: 1, legend: true, transparent: false });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(refused).toBe(
      "This is the surface of the previous experiment: no picture is saved until the present surface is drawn.",
    );
    await page.close();
  });
});

describe("the picture of the data", () => {
  it("shows both classes of 1,500 moons, and says how many are drawn", async () => {
    const moons = { kind: "generated", name: "moons", samples: 1500, noise: 0.1, seed: 42 };
    const spec = parseSpec({ ...SMALL_SPEC, dataset: moons, weights: { ...SMALL_SPEC.weights, steps: 1 } });
    const { page, errors } = await openPage(linkTo(spec));
    const caption = page.locator("#picture .caption");
    await caption.filter({ hasText: "1,000 of 1,500 samples drawn" }).waitFor({ timeout: PATIENCE });
    const counted = await page.locator("#picture canvas").evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const count = (red: number, green: number, blue: number) => {
        let pixels = 0;
        for (let i = 0; i < data.length; i += 4) {
          // Marks are opaque; the regions behind them are not.
          if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] === 255) pixels++;
        }
        return pixels;
      };
      return [count(0, 158, 115), count(204, 121, 167)];
    });
    const [first, second] = counted as [number, number];
    expect(Math.min(first, second)).toBeGreaterThan(0);
    // Two moons of one size: neither has less than half the pixels of the other.
    expect(Math.max(first, second)).toBeLessThan(2 * Math.min(first, second));
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe("what is said in words", () => {
  it("is what became of a number beyond its limits, and of one that is none", async () => {
    const { page, errors } = await openPage(linkTo(SMALL_SPEC));
    await waitForVerdict(page);
    const input = page.locator('[data-field="learningRate"] input');
    const note = page.locator('[data-field="learningRate"] + .note');
    await input.fill("-5");
    await input.press("Enter");
    await expect.poll(() => note.innerText(), SOON).toBe("−5 is below 10⁻⁷, so it is 10⁻⁷.");
    expect(Number(await input.inputValue())).toBe(1e-7);
    await input.fill("abc");
    await input.press("Enter");
    await expect.poll(() => note.innerText(), SOON).toBe("“abc” is not a number, so it stays 10⁻⁷.");
    expect(Number(await input.inputValue())).toBe(1e-7);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("is that a network is untrained, and that a training ended above its start", async () => {
    const { page, errors } = await openPage(linkTo(SMALL_SPEC));
    await waitForVerdict(page);
    expect(await page.locator("#training-phase").innerText()).toBe("Finished");
    await page.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => page.locator("#training-phase").innerText(), SOON).toBe("Untrained");
    expect(await page.locator("#step").innerText()).toBe("0 of 12");
    const rate = page.locator('[data-field="learningRate"] input');
    await rate.fill("90");
    await rate.press("Enter");
    const said = page.locator("#transport .said");
    await said.filter({ hasText: "The training did not lower the loss: " }).waitFor({ timeout: PATIENCE });
    expect(await said.innerText()).toMatch(/ after 12 steps, 0\.\d+ before\.$/);
    expect(errors).toEqual([]);
    await page.close();
  });
});
