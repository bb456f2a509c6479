import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Spec } from "../../src/experiment/spec";
import type { ResultDocument } from "../../src/formats/files/result-file";
import { runLandscape } from "../support/command-line";
import { errors, page, usePage } from "./fixture";
import {
  findViolationsByTheme,
  linkTo,
  PATIENCE,
  readLink,
  SMALL_SPEC,
  SOON,
  saveFile,
  waitForVerdict,
} from "./studio-page";

const SPEC: Spec = { ...SMALL_SPEC, weights: { ...SMALL_SPEC.weights, steps: 60 } as Spec["weights"] };

let folder: string;

usePage(linkTo(SPEC), { viewport: { width: 1440, height: 900 } });
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "losscape-solutions-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const names = () => page.locator(".solutions .name").allInnerTexts();
const message = () => page.locator(".news .said").innerText();
const linkedSpec = async () => (await readLink(page)).spec;

/** Waits for the link, which follows the page a little later. */
async function waitForPlane(kind: Spec["plane"]["kind"]): Promise<Spec> {
  await expect.poll(async () => (await linkedSpec()).plane.kind, SOON).toBe(kind);
  await waitForVerdict(page);
  return linkedSpec();
}

async function numberAt(selector: string, name: string): Promise<number> {
  await page.locator(selector).waitFor({ timeout: PATIENCE });
  return Number(await page.locator(selector).getAttribute(`data-${name}`));
}

describe("kept solutions", () => {
  it("are made from other seeds, and the plane to one of them is the third click on a fresh page", async () => {
    await page.click('[data-tool="solutions"]');
    await page.fill("#seed-count", "2");
    await page.click("#train-seeds");
    await expect
      .poll(names, { ...SOON, timeout: PATIENCE })
      .toEqual(["ReLU · moons · seed 3", "ReLU · moons · seed 4"]);
    await page.locator("#cancel-work").waitFor({ state: "detached" });
    await page.click("#plane-to");
    const spec = await waitForPlane("interpolation");
    expect(spec.weights.kind).toBe("given");
    const { plane } = spec;
    expect(plane.kind === "interpolation" && plane.orthonormal).toBe(true);
    // The panel is drawn in the page's next frame, which may come after the link.
    await expect.poll(() => page.locator('[data-field="plane"] .lil-display').innerText(), SOON).toBe("To a solution");
    expect(await page.locator(".panel .about").innerText()).toContain("The x axis leads to another solution");
  });

  it("hold the one on the page too, are renamed, deleted and brought back", async () => {
    await page.click("#keep-present");
    await expect.poll(async () => (await names()).at(-1), SOON).toBe("ReLU · moons · given weights");
    await page.getByLabel("Rename ReLU · moons · given weights").click();
    await page.fill(".name-box", "first");
    await page.press(".name-box", "Enter");
    await page.getByLabel("Delete ReLU · moons · seed 4").click();
    await expect.poll(names, SOON).toEqual(["ReLU · moons · seed 3", "first"]);
    await page.locator(".tool-solutions .inline").click();
    await expect.poll(async () => (await names()).length, SOON).toBe(3);
  });

  it("are there after a reload, but for one that somebody broke, which is told of", async () => {
    await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("losscape-solutions");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      await new Promise((resolve) => {
        const change = database.transaction("solutions", "readwrite");
        change.objectStore("solutions").put('{"format":"losscape-solution","version":1,"__proto__":{}}', "broken");
        change.oncomplete = resolve;
      });
      database.close();
    });
    await page.reload();
    await waitForVerdict(page);
    await expect
      .poll(async () => (await names()).sort(), SOON)
      .toEqual(["ReLU · moons · seed 3", "ReLU · moons · seed 4", "first"]);
    expect(await message()).toMatch(/^A kept solution cannot be read and is left out: solution\.[^.]*\.$/);
  });
});

describe("files of solutions", () => {
  it("hold specs that the command line takes, and come back as solutions", async () => {
    const one = await saveFile(page, () => page.getByLabel("Save ReLU · moons · seed 3 as a spec").click());
    expect(one.name).toBe("losscape-relu-moons-seed-3.json");
    await writeFile(path.join(folder, "one.json"), one.bytes);
    const options = ["--backend", "reference", "--quiet", "--out", "result.json"];
    const { code, stderr } = await runLandscape(["one.json", ...options], { folder });
    expect([code, stderr]).toEqual([0, ""]);
    const result = JSON.parse(await readFile(path.join(folder, "result.json"), "utf8")) as ResultDocument;
    expect(result.spec.weights).toEqual(JSON.parse(new TextDecoder().decode(one.bytes)).weights);

    const all = await saveFile(page, () => page.getByText("Save all").click());
    await page.setInputFiles("#import-solutions", {
      name: all.name,
      mimeType: "application/json",
      buffer: Buffer.from(all.bytes),
    });
    await expect.poll(async () => (await names()).length, SOON).toBe(6);
    expect(await names()).toContain("first (2)");
    await page.setInputFiles("#import-solutions", {
      name: "x.json",
      mimeType: "application/json",
      buffer: Buffer.from("{}"),
    });
    await expect.poll(message, SOON).toBe("x.json: spec.format: is missing.");
    for (const copy of ["first (2)", "ReLU · moons · seed 3 (2)", "ReLU · moons · seed 4 (2)"]) {
      await page.getByLabel(`Delete ${copy}`).click();
    }
    await expect.poll(async () => (await names()).length, SOON).toBe(3);
  });
});

describe("what cannot be put together", () => {
  it("is said in one sentence, and the plane stays", async () => {
    const before = await linkedSpec();
    await page.selectOption("#role-a", { label: "ReLU · moons · seed 3" });
    await page.selectOption("#role-b", { label: "ReLU · moons · seed 3" });
    for (const button of ["#plane-to", "#compare", "#connect"]) {
      await page.click(button);
      await expect
        .poll(message, SOON)
        .toBe("ReLU · moons · seed 3 and ReLU · moons · seed 3 have the same weights: choose two that differ.");
    }
    await page.selectOption("#role-b", { label: "ReLU · moons · seed 4" });
    await expect.poll(message, SOON).toBe("");
    expect(await linkedSpec()).toEqual(before);
  });
});

describe("two solutions", () => {
  it("are compared: losses, distance, and the barrier on the straight line", async () => {
    await page.click("#compare");
    expect(await numberAt("#distance", "value")).toBeGreaterThan(0);
    const [height, bound] = [await numberAt("#barrier", "value"), await numberAt("#barrier", "error")];
    expect(height).toBeGreaterThan(bound);
    expect(await page.locator("#comparison").innerText()).toContain("proves that the loss is not convex");
  });

  it("train a curve that can be cancelled, and nothing is lost", async () => {
    await page.click(".options summary");
    await page.fill("#curve-steps", "99999");
    await page.press("#curve-steps", "Enter");
    await expect.poll(message, SOON).toBe("Steps: from 0 to 10,000, so 10,000 was taken.");
    expect(await page.inputValue("#curve-steps")).toBe("10000");
    await page.click("#connect");
    await page.click("#cancel-work");
    await page.locator("#cancel-work").waitFor({ state: "detached" });
    expect(await page.locator("#connection").count()).toBe(0);
    expect(await page.locator("#comparison").count()).toBe(1);
    await page.fill("#curve-steps", "200");
    await page.press("#curve-steps", "Enter");
  });

  it("are connected by a curve around the barrier, and only a click shows the plane of its ends and its bend", async () => {
    const before = await linkedSpec();
    await page.click("#connect");
    expect(await numberAt("#connection", "curve")).toBeLessThan(await numberAt("#connection", "line"));
    expect(await linkedSpec()).toEqual(before);
    await page.click("#show-connection");
    const spec = await waitForPlane("minima");
    const { plane } = spec;
    expect(plane.kind === "minima" && plane.orthonormal).toBe(true);
    expect(await page.locator("#connection .path-plot path").count()).toBe(2);
    await page.locator("#show-connection").waitFor({ state: "detached" });
  });

  it("span a plane with a third, and undo goes back", async () => {
    const before = await linkedSpec();
    await page.click("#plane-three");
    await expect
      .poll(async () => JSON.stringify((await linkedSpec()).plane) !== JSON.stringify(before.plane), SOON)
      .toBe(true);
    await waitForVerdict(page);
    await page.keyboard.press("Control+z");
    await expect.poll(linkedSpec, SOON).toEqual(before);
  });

  it("has no violation that axe finds, light or dark, and no error on the console", async () => {
    expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
    expect(errors).toEqual([]);
  });
});
