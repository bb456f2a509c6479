import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../src/experiment/defaults";
import { parseSpec } from "../../src/experiment/parse";
import { runVerifyByNpm } from "../support/command-line";
import { errors, page, usePage } from "./fixture";
import {
  dropFile,
  findViolations,
  judgeAnew,
  linkTo,
  PATIENCE,
  readLink,
  SOON,
  saveFile,
  showTheme,
  waitForStillness,
} from "./studio-page";

/** The experiment the page opens with, small enough for a processor to draw. */
const SPEC = parseSpec({
  ...DEFAULT_SPEC,
  weights: { ...DEFAULT_SPEC.weights, steps: 60 },
  grid: { ...DEFAULT_SPEC.grid, columns: 25, rows: 25 },
});

let folder: string;

usePage(linkTo(SPEC));
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "losscape-proof-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function door(label: string) {
  return page.locator("#verdict .doors button", { hasText: label });
}

async function downloadBy(click: () => Promise<void>): Promise<Uint8Array> {
  const { name, bytes } = await saveFile(page, click);
  expect(name).toBe("losscape-relu-moons-certificate.json");
  return bytes;
}

async function dropCertificate(content: string | Uint8Array): Promise<string> {
  const message = page.locator(".message span");
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (await message.count()) await page.locator(".message button").click();
  await message.waitFor({ state: "detached" });
  await dropFile(page, "certificate.json", bytes);
  await message.filter({ hasNotText: "Checking" }).waitFor({ timeout: PATIENCE });
  return message.innerText();
}

async function verifyOutside(bytes: Uint8Array) {
  const file = path.join(folder, "certificate.json");
  await writeFile(file, bytes);
  const { code, stdout } = await runVerifyByNpm([file], { folder });
  return { code, line: stdout.trim().split("\n").at(-1) };
}

async function numberAt(selector: string, name: string): Promise<number> {
  await page.locator(selector).waitFor({ timeout: PATIENCE });
  return Number(await page.locator(selector).getAttribute(`data-${name}`));
}

async function setField(id: string, value: number): Promise<void> {
  await page.locator(`#${id}`).fill(`${value}`);
  await page.locator(`#${id}`).press("Enter");
}

async function linkedSpec() {
  return (await readLink(page)).spec;
}

describe("a certificate", () => {
  it("is offered with the verdict, verified by the command line and by the page itself", async () => {
    expect(await page.locator("#verdict").getAttribute("data-kind")).toBe("not-convex");
    expect(await page.locator("#verdict .reason").innerText()).toMatch(
      /, the loss is at least [\d.×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+ (?:higher|above its chord)\. A convex loss /,
    );
    const bytes = await downloadBy(() => page.locator("#save-certificate").click());
    const outside = await verifyOutside(bytes);
    expect(outside.code).toBe(0);
    expect(outside.line).toMatch(/^proved: not convex/);
    expect(await dropCertificate(bytes)).toBe(outside.line);
    expect(await page.locator("#verdict").getAttribute("data-kind")).toBe("not-convex");
  });

  it("is refused in one line when it was changed, and the experiment stays", async () => {
    const before = await linkedSpec();
    const text = new TextDecoder().decode(await downloadBy(() => page.locator("#save-certificate").click()));
    const certificate = JSON.parse(text);
    const swapped = { ...certificate, points: [certificate.points[0], certificate.points[0]] };
    expect(await dropCertificate(JSON.stringify(swapped))).toMatch(/^not proved: /);
    expect(await dropCertificate(JSON.stringify({ ...certificate, gap: { lower: "1e9", upper: "2e9" } }))).toMatch(
      /^not proved: the stated gap is not the one found/,
    );
    expect(await dropCertificate(JSON.stringify({ ...certificate, version: 2 }))).toBe(
      "certificate.version: 2 is not 1",
    );
    expect(await dropCertificate(text.slice(0, -9))).toMatch(
      /^certificate\.json: it is neither JSON nor a picture\. Losscape opens /,
    );
    expect(await linkedSpec()).toEqual(before);
    await page.locator(".message button").click();
  });
});

describe("the chord of the proof", () => {
  it("is drawn as a profile with the gap that is proved", async () => {
    await door("See the chord").click();
    expect(await numberAt("#proof-gap", "value")).toBeGreaterThan(0);
    const plot = page.locator("#evidence .chord-plot");
    await plot.waitFor();
    const gap = await plot.locator("line.gap").evaluate((line) => {
      const height = (name: string) => Number(line.getAttribute(name));
      return height("y2") - height("y1");
    });
    // Heights run downwards: the loss in the middle stands above the chord.
    expect(gap).toBeGreaterThan(4);
    expect(await plot.locator("path.chord").count()).toBe(1);
  });
});

describe("a chord of one's own", () => {
  it("follows its number fields, says what it proves, and becomes a certificate", async () => {
    await door("Try a chord").click();
    const gap = await numberAt("#chord-sentence", "gap");
    // It begins at the best chord of the grid.
    expect(gap).toBeGreaterThan(await numberAt("#chord-sentence", "error"));
    expect(await page.locator("#chord-sentence").innerText()).toContain("proves non-convexity");
    const bytes = await downloadBy(() => page.locator("#prove-chord").click());
    expect((await verifyOutside(bytes)).code).toBe(0);
    await page.locator("#evidence .said", { hasText: "proved: not convex" }).waitFor();

    for (const [id, value] of Object.entries({ "from-x": 0.001, "from-y": 0, "to-x": -0.001, "to-y": 0 })) {
      await setField(`chord-${id}`, value);
    }
    const sentence = page.locator("#chord-sentence");
    await expect.poll(async () => Number(await sentence.getAttribute("data-gap")), SOON).not.toBe(gap);
    await expect.poll(async () => Math.abs(Number(await sentence.getAttribute("data-gap"))), SOON).toBeLessThan(1e-4);
    // Outside the slice there is nothing to draw on: the end stops at its edge.
    await setField("chord-to-x", 99);
    await expect.poll(() => page.locator("#chord-to-x").inputValue(), SOON).toBe("1.5");
  });

  it("takes an end from a click on the surface, and the next click is for the other", async () => {
    const before = await page.locator("#chord-from-x").inputValue();
    await page.keyboard.press("t");
    await waitForStillness(page);
    const box = (await page.locator("#free").boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await page.locator("#readout").waitFor({ state: "visible" });
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => page.locator("#chord-from-x").inputValue(), SOON).not.toBe(before);
    await page.locator("#evidence .quiet", { hasText: "sets B" }).waitFor();
  });
});

describe("the whole Hessian", () => {
  it("is computed at the centre and at another point, and its plane is one click away", async () => {
    await door("Hessian").click();
    const center = await numberAt("#hessian-min", "value");
    expect(await page.locator("#hessian-sentence").innerText()).toContain("λmin of the full Hessian");
    await setField("hessian-point-x", 0.5);
    await expect.poll(async () => numberAt("#hessian-min", "value"), SOON).not.toBe(center);
    await judgeAnew(page, () => page.locator("#hessian-plane").click());
    expect(await page.locator('[data-field="plane"] .lil-display').innerText()).toBe("Extreme eigenvectors");
    await expect.poll(async () => (await linkedSpec()).plane, SOON).toEqual({ kind: "hessian" });
  });

  it("is mapped over the slice", async () => {
    await page.locator("#map-hessian").click();
    await page.locator(".ratio-scale").waitFor({ timeout: PATIENCE });
    expect(await page.locator("#evidence").innerText()).toMatch(/λ min is below 0 at \d+ of 81 points\./);
  });

  it("has no violation that axe finds in any of its panels, light or dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await showTheme(page, colorScheme);
      for (const label of ["See the chord", "Try a chord", "Hessian"]) {
        await door(label).click();
        expect(await findViolations(page), `${label}, ${colorScheme}`).toEqual([]);
      }
    }
  });

  it("has put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});
