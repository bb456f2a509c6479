import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { browserArguments, findBrowser } from "../../src/cli/find-browser.mjs";
import { parseSpec } from "../../src/experiment/parse";
import { DEFAULT_VIEW } from "../../src/experiment/view";
import { readPngText, SPEC_KEYWORD } from "../../src/formats/pictures/png-text";
import { evaluateLoss } from "../../src/model/network/evaluate";
import { asParameters, flattenWeights, layoutNetwork } from "../../src/model/network/layout";
import { planLandscape } from "../../src/slice/plan-landscape";
import { ADDRESS, browser, errors, page, usePage } from "./fixture";
import {
  dropFile,
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
  waitForRest,
  waitForStillness,
  waitForVerdict,
} from "./studio-page";

usePage(linkTo(SMALL_SPEC));

/** The experiment that the address holds. It follows the page a moment later, so it is asked for until it is as expected. */
async function linkedSpec() {
  return (await readLink(page)).spec;
}

async function linkedAzimuth(): Promise<number> {
  return (await readLink(page)).view.camera.azimuth;
}

function pollSpec() {
  return expect.poll(linkedSpec, SOON);
}

async function choose(name: string): Promise<void> {
  await page.locator(".segments label", { hasText: name }).click();
}

describe("the page", () => {
  it("has trained by itself and says what it sees", async () => {
    expect(await page.locator("#step").innerText()).toBe("12 of 12");
    expect(await readSentence(page)).toMatch(/; the lowest curvature is −?[\d.×10⁻⁰-⁹]+ at \(−?[\d.]+, −?[\d.]+\)\./);
    expect(await page.locator("#legend svg").count()).toBe(1);
    expect(await page.locator("#announcer").innerText()).toContain("the lowest curvature is");
  });

  it("turns by drag and by keyboard, and the link turns with it", async () => {
    const before = await pictureOfSurface(page);
    const surface = page.locator("#surface canvas[tabindex]");
    const box = (await surface.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.5, { steps: 5 });
    await page.mouse.up();
    const dragged = await pictureOfSurface(page);
    expect(dragged.equals(before)).toBe(false);
    await expect.poll(linkedAzimuth, SOON).not.toBe(DEFAULT_VIEW.camera.azimuth);
    const azimuth = await linkedAzimuth();
    await surface.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect((await pictureOfSurface(page)).equals(dragged)).toBe(false);
    await expect.poll(linkedAzimuth, SOON).not.toBe(azimuth);
    await page.keyboard.press("r");
  });

  it("switches sigmoid and ReLU: other values, another picture, and back at once without training", async () => {
    const relu = { sentence: await readSentence(page), picture: await pictureOfSurface(page) };
    await judgeAnew(page, () => choose("Sigmoid"));
    expect(await readSentence(page)).not.toBe(relu.sentence);
    expect((await pictureOfSurface(page)).equals(relu.picture)).toBe(false);
    await expect.poll(async () => (await linkedSpec()).network.activation, SOON).toBe("sigmoid");
    const seen = await page.evaluate(async () => {
      const verdict = document.querySelector<HTMLElement>("#verdict")!;
      const kinds: string[] = [];
      new MutationObserver(() => kinds.push(verdict.dataset.kind ?? "")).observe(verdict, { attributes: true });
      document.querySelectorAll<HTMLInputElement>(".segments input")[1]!.click();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return { kinds, step: document.querySelector("#step")!.textContent };
    });
    expect(seen.kinds).not.toContain("pending");
    expect(seen.step).toBe("12 of 12");
    expect(await readSentence(page)).toBe(relu.sentence);
  });

  it("saves a picture that carries its experiment, and opens it again when it is dropped", async () => {
    await page.locator('[popovertarget="picture-menu"]').click();
    const { name, bytes } = await saveFile(page, () => page.locator('#picture-menu [data-scale="2"]').click());
    expect(name).toBe("losscape-relu-moons.png");
    const saved = parseSpec(JSON.parse(readPngText(bytes, SPEC_KEYWORD)!));
    expect(saved).toEqual(SMALL_SPEC);
    const decoded = await page.evaluate(
      async (content) => {
        const image = await createImageBitmap(new Blob([Uint8Array.from(content)], { type: "image/png" }));
        const { clientWidth, clientHeight } = document.querySelector("#surface")!;
        return [image.width / clientWidth, image.height / clientHeight];
      },
      [...bytes],
    );
    // Twice as high as on the page; the legend may stand beside the surface and widen it.
    expect(decoded[1]).toBe(2);
    expect(decoded[0]).toBeGreaterThanOrEqual(2);

    await choose("Tanh");
    await expect.poll(async () => (await linkedSpec()).network.activation, SOON).toBe("tanh");
    await dropFile(page, "picture.png", bytes);
    await pollSpec().toEqual(SMALL_SPEC);
    await waitForVerdict(page);
  });

  it("says in one sentence why a file cannot be opened, and loses nothing", async () => {
    const before = await linkedSpec();
    await dropFile(page, "notes.txt", new TextEncoder().encode("hello"));
    await page
      .locator(".message", { hasText: "notes.txt: it has a header and no rows. The page opens tables" })
      .waitFor();
    await dropFile(page, "spec.json", new TextEncoder().encode('{"format":"losscape-spec","version":7}'));
    await page.locator(".message", { hasText: "spec.json: spec.version: 7 is not 1." }).waitFor();
    expect(await linkedSpec()).toEqual(before);
    await page.locator(".message button").click();
    await page.locator(".message").waitFor({ state: "detached" });
  });

  it("repairs what contradicts itself, with a sentence beside the control, and undoes it", async () => {
    await page.locator('[data-field="dataset"] select').selectOption({ label: "Sine (regression)" });
    const note = page.locator('[data-field="loss"] + .note');
    await expect.poll(() => note.innerText(), SOON).toMatch(/so the loss became squared error\.$/);
    await expect.poll(async () => (await linkedSpec()).loss.kind, SOON).toBe("mse");
    await page.locator('[aria-label="Undo"]').click();
    await pollSpec().toEqual(SMALL_SPEC);
    await waitForVerdict(page);
  });

  it("pauses, resumes, stops and resets the training", async () => {
    const steps = page.locator('[data-field="steps"] input');
    await steps.fill("100000");
    await steps.press("Enter");
    await page.waitForFunction(() => /of 100.000$/.test(document.querySelector("#step")?.textContent ?? ""));
    await page.waitForFunction(() => Number.parseInt(document.querySelector("#step")!.textContent!, 10) > 0);
    await page.locator("#train", { hasText: "Pause" }).click();
    await page.locator("#train", { hasText: "Resume" }).waitFor();
    // What was under way when it was paused may still come: then nothing more, in time for thousands of steps.
    const paused = await waitForRest(page, "#step");
    await page.locator("#train", { hasText: "Resume" }).click();
    await page.waitForFunction((text) => document.querySelector("#step")!.textContent!.trim() !== text, paused);
    await page.locator('[aria-label="Stop"]').click();
    await waitForVerdict(page);
    const stoppedSteps = async () => {
      const { weights } = await linkedSpec();
      return weights.kind === "trained" ? weights.steps : Number.NaN;
    };
    await expect.poll(stoppedSteps, SOON).toBeLessThan(100_000);
    await page.locator('[aria-label="Reset"]').click();
    await page.waitForSelector("#train:has-text('Train')");
    await waitForVerdict(page);
    await expect.poll(stoppedSteps, SOON).toBe(0);
  });

  it("has no violation that axe finds, light or dark", async () => {
    await page.emulateMedia({ colorScheme: "light" });
    expect(await findViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForSelector(':root[data-theme="dark"]');
    expect(await findViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
  });

  it("has put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});

describe("links and values", () => {
  it("opens the defaults with one message for a bad link, and recovers when it is mended", async () => {
    const other = await browser.newPage({ viewport: { width: 1024, height: 768 } });
    await other.goto(`${ADDRESS}#e=broken`);
    const message = other.locator('.message[data-place="link"]');
    await message.waitFor();
    expect(await message.innerText()).toContain("This link cannot be read");
    expect(await other.locator('[data-field="dataset"] .lil-display').innerText()).toBe("Two moons");
    await other.evaluate((hash) => {
      location.hash = hash;
    }, linkTo(SMALL_SPEC));
    await waitForVerdict(other);
    expect(await other.locator(".message").count()).toBe(0);
    expect(await other.locator("#step").innerText()).toBe("12 of 12");
    await other.close();
  });

  it("shows under the pointer what float64 computes there", async () => {
    const layout = layoutNetwork(SMALL_SPEC.network);
    const theta = asParameters(
      layout,
      Float64Array.from({ length: layout.parameterCount }, (_, k) => Math.sin(3 * k + 1)),
    );
    const layers = layout.layers.map(({ inputs, units, kernel, bias }) => ({
      kernel: Array.from({ length: inputs }, (_, i) => [
        ...theta.subarray(kernel + i * units, kernel + (i + 1) * units),
      ]),
      bias: [...theta.subarray(bias, bias + units)],
    }));
    const spec = parseSpec({ ...SMALL_SPEC, weights: { kind: "given", layers } });
    const other = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await other.goto(ADDRESS + linkTo(spec));
    await waitForVerdict(other);
    await waitForStillness(other);
    const box = (await other.locator("#surface").boundingBox())!;
    const value = other.locator("#readout td[data-value]").first();
    // Down the middle until the pointer is over the surface, wherever its height has put it.
    for (let part = 0.3; part < 0.7 && !(await value.isVisible()); part += 0.04) {
      await other.mouse.move(box.x + box.width * 0.5, box.y + box.height * part);
      await waitForStillness(other);
    }
    expect(await value.isVisible()).toBe(true);
    const shown = await other.evaluate(() => {
      const cells = [...document.querySelectorAll("#readout td")].map((cell) => cell.textContent!.replaceAll("−", "-"));
      const values = [...document.querySelectorAll<HTMLElement>("#readout td[data-value]")].map((cell) =>
        Number(cell.dataset.value),
      );
      return { place: cells[0]!.split(",").map(Number), loss: values[0]!, lowest: values[1]!, highest: values[2]! };
    });

    const plan = planLandscape(spec, flattenWeights(layout, layers));
    const nearest = (axis: Float64Array, value: number) =>
      axis.reduce((best, entry) => (Math.abs(entry - value) < Math.abs(best - value) ? entry : best));
    const x = nearest(plan.grid.x, shown.place[0]!);
    const y = nearest(plan.grid.y, shown.place[1]!);
    const point = asParameters(
      layout,
      plan.center.map((weight, k) => weight + x * plan.dx[k]! + y * plan.dy[k]!),
    );
    const exact = evaluateLoss(plan, point);
    // 24-bit significands through three layers of at most four terms: a few dozen roundings.
    expect(Math.abs(shown.loss - exact)).toBeLessThan(64 * 2 ** -23 * Math.max(1, exact));
    expect(shown.lowest).toBeLessThanOrEqual(shown.highest);
    await other.close();
  });

  it("fits a phone, with the parameters in a sheet that folds", async () => {
    const phone = await browser.newPage({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await phone.goto(ADDRESS + linkTo(SMALL_SPEC));
    await waitForVerdict(phone);
    const overflow = () => phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(await phone.locator('[data-field="dataset"]').isVisible()).toBe(false);
    await phone.locator(".sheet").tap();
    expect(await phone.locator('[data-field="dataset"]').isVisible()).toBe(true);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await phone.close();
  });
});

describe("without WebGL2", () => {
  it("says so, computes in float64 and draws the slice flat", async () => {
    const plain = await chromium.launch({
      executablePath: findBrowser()!,
      args: [...browserArguments(), "--use-gl=disabled"],
    });
    try {
      const without = await plain.newPage({ viewport: { width: 1024, height: 768 } });
      await without.goto(ADDRESS + linkTo(SMALL_SPEC));
      await without.locator('.message[data-place="compute"]').waitFor({ timeout: PATIENCE });
      expect(await without.locator(".message").innerText()).toMatch(/WebGL2/);
      await waitForVerdict(without);
      expect(await readSentence(without)).toContain("the lowest curvature is");
      await without.keyboard.press("?");
      expect(await without.locator("#engine-line").textContent()).toContain("64-bit floats");
      expect(await without.locator('#surface canvas[role="img"]').count()).toBe(1);
    } finally {
      await plain.close();
    }
  });
});
