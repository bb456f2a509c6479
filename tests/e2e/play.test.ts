import { describe, expect, it } from "vitest";
import { errors, page, usePage } from "./fixture";
import {
  dropFile,
  judgeAnew,
  linkTo,
  PATIENCE,
  readLink,
  SMALL_SPEC,
  SOON,
  waitForStillness,
  waitForVerdict,
} from "./studio-page";

usePage(linkTo(SMALL_SPEC), { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });

const text = (selector: string) => page.locator(selector).innerText();

/** Clicks the surface at a place a little away from its middle, until the menu of the point is open. */
async function clickSurface(): Promise<void> {
  await waitForStillness(page);
  const free = (await page.locator("#free").boundingBox())!;
  await page.mouse.click(free.x + 0.45 * free.width, free.y + 0.62 * free.height);
  await page.locator("#train-from").waitFor();
}

describe("a training from a point of the surface", () => {
  it("starts from the weights of the point, stays on the surface, and can be undone", async () => {
    await clickSurface();
    const [x, y] = (await text("#point-menu p"))
      .replaceAll("−", "-")
      .match(/-?[\d.]+/g)!
      .map(Number) as [number, number];
    const before = (await readLink(page)).spec;
    await judgeAnew(page, () => page.locator("#train-from").click());
    await expect.poll(async () => (await readLink(page)).spec.plane.kind, SOON).toBe("given");
    const { weights, plane } = (await readLink(page)).spec;
    if (weights.kind !== "trained" || plane.kind !== "given" || !weights.start)
      throw new Error("no training from a point");
    // The trained weights of SMALL_SPEC are the middle of its plane; one of them tells the point.
    expect(Math.hypot(x, y)).toBeGreaterThan(0);
    expect(weights.start).toHaveLength(2);
    expect(weights.steps).toBe(12);
    expect(await text("#step")).toBe("12 of 12");
    await page.locator("#timeline").focus();
    const endLoss = await text("#training-loss");
    await page.keyboard.press("Home");
    await expect.poll(() => text("#step"), SOON).toBe("0 of 12");
    expect(await text("#training-loss")).not.toBe(endLoss);
    await page.keyboard.press("End");
    await expect.poll(() => text("#training-loss"), SOON).toBe(endLoss);
    await judgeAnew(page, () => page.keyboard.press("Control+z"));
    await expect.poll(async () => (await readLink(page)).spec, SOON).toEqual(before);
  });
});

describe("a weight of the network", () => {
  it("is dragged: data, loss and mark follow, and the experiment has it when it is let go", async () => {
    await page.keyboard.press("n");
    const handle = page.locator("#tool-network .handle").first();
    await handle.waitFor({ state: "attached" });
    const box = (await handle.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const before = { loss: await text("#training-loss"), data: await page.locator("#picture canvas").screenshot() };
    const paths = async () => page.locator("#legend-drawing").innerText();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y - 60, { steps: 4 });
    await expect.poll(() => text("#training-phase"), SOON).toBe("Dragged");
    await expect.poll(() => text("#training-loss"), SOON).not.toBe(before.loss);
    await expect.poll(paths, SOON).toContain("your weights");
    await judgeAnew(page, () => page.mouse.up());
    await expect.poll(async () => (await readLink(page)).spec.weights.kind, SOON).toBe("given");
    expect((await page.locator("#picture canvas").screenshot()).equals(before.data)).toBe(false);
    expect(await paths()).not.toContain("your weights");
    await judgeAnew(page, () => page.keyboard.press("Control+z"));
    await expect.poll(() => text("#training-loss"), SOON).toBe(before.loss);
  });
});

describe("the keyboard", () => {
  it("gives the focus to a tool opened by its key, and Escape closes tools and cards from anywhere", async () => {
    await page.keyboard.press("Escape");
    await page.locator("#drawer").waitFor({ state: "hidden" });
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("i");
    await page.locator("#tool-inspect .tool-body > *").first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("tool-inspect");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("Escape");
    await page.locator("#drawer").waitFor({ state: "hidden" });
    for (const name of ["Try a chord", "Hessian"]) {
      await page.getByRole("button", { name }).click();
      await page.locator("#evidence .evidence-head").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("#evidence").waitFor({ state: "hidden" });
    }
  });

  it("opens the help at its top", async () => {
    await page.setViewportSize({ width: 1280, height: 500 });
    await page.keyboard.press("?");
    const help = page.locator("#help[open]");
    expect(await help.evaluate((at) => [at.scrollTop, at.scrollHeight > at.clientHeight])).toEqual([0, true]);
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});

describe("the browser's history", () => {
  it("moves between experiments, and shows kept results again without computing them", async () => {
    await judgeAnew(page, () => page.getByText("Tanh").first().click());
    await expect.poll(async () => (await readLink(page)).spec.network.activation, SOON).toBe("tanh");
    const length = await page.evaluate(() => history.length);
    await page.keyboard.press("d");
    await expect.poll(async () => (await readLink(page)).view.theme, SOON).not.toBe("system");
    expect(await page.evaluate(() => history.length)).toBe(length);
    const wait = (activation: string) =>
      page
        .locator(`#verdict[data-phase="ready"]`)
        .waitFor({ state: "attached", timeout: PATIENCE })
        .then(() => expect.poll(async () => (await readLink(page)).spec.network.activation, SOON).toBe(activation));
    await page.evaluate(() => {
      const phases: string[] = [];
      Object.assign(window, { phases });
      new MutationObserver(() => phases.push(document.querySelector<HTMLElement>("#verdict")!.dataset.phase!)).observe(
        document.querySelector("#verdict")!,
        { attributeFilter: ["data-phase"] },
      );
    });
    await page.goBack();
    await wait("relu");
    await page.goForward();
    await wait("tanh");
    expect(await page.evaluate(() => (window as unknown as { phases: string[] }).phases)).not.toContain("running");
    await page.goBack();
    await wait("relu");
  });
});

describe("the playback", () => {
  it("has a speed, and begins again at the end where it repeats", async () => {
    await page.locator("#timeline-speed").selectOption("4");
    await page.locator("#timeline-loop").click();
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      const slider = document.querySelector("#timeline")!;
      new MutationObserver(() => seen.push(Number(slider.getAttribute("aria-valuenow")))).observe(slider, {
        attributeFilter: ["aria-valuenow"],
      });
    });
    await page.locator("#timeline-play").click();
    const rounds = () =>
      page.evaluate(() => {
        const { seen } = window as unknown as { seen: number[] };
        return seen.filter((step, at) => at > 0 && step < seen[at - 1]!).length;
      });
    await expect.poll(rounds, { timeout: PATIENCE, interval: 200 }).toBeGreaterThanOrEqual(2);
    await page.locator("#timeline-loop").click();
    await expect
      .poll(() => page.locator("#timeline-play").getAttribute("aria-label"), { timeout: PATIENCE })
      .toMatch(/^Play/);
    await waitForVerdict(page);
  });
});

describe("the data", () => {
  it("are shown with the accuracy, and large where that is asked", async () => {
    expect(await text("#training-accuracy")).toMatch(/^\d+(\.\d+)?.%$/);
    const width = async () => (await page.locator("#picture canvas").boundingBox())!.width;
    const small = await width();
    await page.locator("#enlarge-picture").click();
    expect(await width()).toBeGreaterThan(2 * small);
    await page.locator("#enlarge-picture").click();
    expect(await width()).toBe(small);
  });
});

describe("messages", () => {
  it("say what can be pasted, and go when they are old", async () => {
    const paste = (pasted: string) =>
      page.evaluate((content) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", content);
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }, pasted);
    await paste("a sentence");
    await expect.poll(() => text("#messages"), SOON).toMatch(/A link of Losscape can be pasted/);
    await judgeAnew(page, () =>
      paste(`see ${page.url().split("#")[0]}${linkTo({ ...SMALL_SPEC, fullHessian: "center" })}).`),
    );
    await expect.poll(async () => (await readLink(page)).spec.fullHessian, SOON).toBe("center");
    await page.clock.install();
    await dropFile(page, "notes.txt", new TextEncoder().encode("hello"));
    await expect.poll(() => text("#messages"), SOON).toMatch(/notes\.txt: .*The page opens tables/);
    await page.clock.runFor(20_000);
    expect(await text("#messages")).toMatch(/notes\.txt/);
    await page.clock.runFor(20_000);
    await expect.poll(() => text("#messages"), SOON).toBe("");
    expect(errors).toEqual([]);
  });
});
