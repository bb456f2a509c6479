import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../src/compute/service/reference-service";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { errors, page, usePage } from "./fixture";
import {
  findViolationsByTheme,
  judgeAnew,
  linkTo,
  PATIENCE,
  pictureOfSurface,
  readLink,
  SMALL_SPEC,
  waitForRest,
  waitForVerdict,
} from "./studio-page";

usePage(linkTo(SMALL_SPEC), { viewport: { width: 1440, height: 900 } });

const phase = () => page.locator("#race-phase").innerText();
const untilPhase = (text: string) => page.locator("#race-phase", { hasText: text }).waitFor({ timeout: PATIENCE });
const rate = (runner: number) => page.locator(`[aria-label="Learning rate of runner ${runner}"]`);

/** The share of the trajectories that the plane holds, in per cent. */
async function readShare(): Promise<number> {
  const [, share] = /holds ([\d.]+)/.exec(await page.locator("#race-share").innerText()) ?? [];
  return Number(share);
}

async function setRate(runner: number, value: string): Promise<void> {
  await rate(runner).fill(value);
  await rate(runner).press("Enter");
}

describe("the race", () => {
  it("opens from the rail, starts with one click, and every runner has the loss of its own training", async () => {
    await page.locator('[data-tool="race"]').click();
    await page.locator("#race-start").waitFor();
    const before = await pictureOfSurface(page);
    await page.locator("#race-start", { hasText: "Start" }).click();
    await untilPhase("Finished: step 12 of 12");
    expect(await page.locator(".standings tr[data-runner]").count()).toBe(3);
    const service = createReferenceService();
    const runners = [
      { optimizer: "sgd", learningRate: 0.3 },
      { optimizer: "momentum", learningRate: 0.05 },
      { optimizer: "adam", learningRate: 0.03 },
    ];
    const losses: number[] = [];
    for (const [index, runner] of runners.entries()) {
      const spec = parseSpec({ ...SMALL_SPEC, weights: { ...SMALL_SPEC.weights, ...runner } });
      const { trajectory } = await service.run("train", spec);
      const cell = page.locator(`.standings tr[data-runner="${index}"] td[data-value]`);
      losses.push(trajectory.at(-1)!.loss);
      // Float32 against float64 over a dozen steps.
      expect(Number(await cell.getAttribute("data-value"))).toBeCloseTo(losses.at(-1)!, 4);
    }
    const order = await page
      .locator(".standings tr[data-runner]")
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.runner)));
    expect(order).toEqual([...order].sort((a, b) => losses[a]! - losses[b]!));
    expect((await pictureOfSurface(page)).equals(before)).toBe(false);
    expect(await page.locator(".race-curves canvas").count()).toBe(1);
  });

  it("lays the plane through the race: the plane holds more of the trajectories, and the link holds the plane", async () => {
    const before = await readShare();
    await judgeAnew(page, () => page.locator("#race-plane").click());
    await page.locator("#race-plane-said", { hasText: "The plane lies through the race: x holds" }).waitFor();
    await expect.poll(readShare, { timeout: 10_000 }).toBeGreaterThan(before);
    const kindOfPlane = async () => (await readLink(page)).spec.plane.kind;
    await expect.poll(kindOfPlane, { timeout: 10_000 }).toBe("given");
    expect(await page.locator("#step").innerText()).toBe("12 of 12");
  });

  it("takes single steps, continues, pauses and is cancelled, at a chosen speed", async () => {
    await page.locator("#race-reset", { hasText: "Reset" }).click();
    await expect.poll(phase).toBe("");
    await page.locator("#race-steps").fill("100000");
    await page.locator("#race-steps").press("Enter");
    await page.locator("#race-step").click();
    await untilPhase("Paused: step 1 of 100,000");
    await page.locator("#race-step").click();
    await untilPhase("Paused: step 2 of 100,000");
    await page.locator("#race-speed").selectOption({ label: "5 steps a second" });
    await page.locator("#race-start", { hasText: "Resume" }).click();
    await page.locator("#race-phase", { hasText: /Running: step [4-9]/ }).waitFor({ timeout: PATIENCE });
    await page.locator("#race-speed").selectOption({ label: "No limit" });
    await page.locator("#race-phase", { hasText: /Running: step \d[\d,]/ }).waitFor({ timeout: PATIENCE });
    await page.locator("#race-start", { hasText: "Pause" }).click();
    await page.locator("#race-phase", { hasText: "Paused" }).waitFor();
    await waitForRest(page, "#race-phase");
    await page.locator("#race-reset", { hasText: "Cancel" }).click();
    await expect.poll(phase).toBe("");
    expect(await page.locator(".standings").count()).toBe(0);
  });

  it("says why a learning rate is out of range, and keeps the present one", async () => {
    await setRate(2, "0");
    await page.locator(".tool-race .said", { hasText: "The learning rate cannot be below 1e-7." }).waitFor();
    expect(await rate(2).inputValue()).toBe("0.05");
    await setRate(2, "0.02");
    await expect.poll(() => page.locator(".tool-race .said:not(:empty)").count()).toBe(0);
    expect(await rate(2).inputValue()).toBe("0.02");
  });

  it("marks a runner that diverges and brings the others to the end", async () => {
    const spec = parseSpec({ ...SMALL_SPEC, network: { layers: [2, 1] }, loss: { kind: "mse" } });
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      linkTo(spec, { ...DEFAULT_VIEW, tool: "race" }),
    );
    await waitForVerdict(page);
    await setRate(1, "30");
    await page.locator("#race-steps").fill("60");
    await page.locator("#race-steps").press("Enter");
    await page.locator("#race-start").click();
    await untilPhase("Finished: step 60 of 60");
    const last = page.locator(".standings tr[data-runner]").last();
    expect(await last.getAttribute("data-runner")).toBe("0");
    expect(await last.getAttribute("data-status")).toBe("diverged");
    expect(await page.locator(".message-row").innerText()).toMatch(
      /at step \d+; the weights from step \d+ are kept\. A smaller learning rate than 30 may help\.$/,
    );
  });

  it("has no violation that axe finds, light or dark", async () => {
    expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
  });

  it("removes its trajectories from the surface when it is closed, and draws them again when it is opened", async () => {
    const toggle = async (state: "visible" | "hidden") => {
      await page.locator('[data-tool="race"]').click();
      await page.locator("#tool-race").waitFor({ state });
    };
    // The legend names what lies on the surface.
    const named = async () => ((await page.locator("#legend-drawing").textContent()) ?? "").includes("Adam 0.03");
    await expect.poll(named).toBe(true);
    await toggle("hidden");
    await expect.poll(named).toBe(false);
    await toggle("visible");
    await expect.poll(named).toBe(true);
    await page.locator("#race-reset").click();
    await expect.poll(named).toBe(false);
  });

  it("has put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});
