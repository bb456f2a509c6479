import { inflateSync } from "node:zlib";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/experiment/parse";
import { readPngText, SPEC_KEYWORD } from "../../src/formats/pictures/png-text";
import { readSvgMetadata } from "../../src/formats/pictures/svg-metadata";
import { browser, errors, page, usePage } from "./fixture";
import {
  dropFile,
  findViolations,
  findViolationsByTheme,
  linkTo,
  readLink,
  SMALL_SPEC,
  SOON,
  saveFile,
} from "./studio-page";

let svg = "";

usePage(linkTo(SMALL_SPEC));

const linked = () => readLink(page);
const drawing = () => page.locator(".contours-drawing").innerHTML();

const saveFigure = () => saveFile(page, () => page.locator("#save-figure").click());

describe("the contour map", () => {
  it("covers the stage after one click, with what the surface shows", async () => {
    await page.locator('[data-tool="contours"]').click();
    await page.locator(".contours-drawing svg").waitFor();
    const text = await drawing();
    expect(text).toContain("ReLU 2–3–1");
    expect(text).toContain("random direction, filter-normalised");
    for (const part of ["colours", "contours", "axes", "scale", "legend"])
      expect(text).toContain(`contour-map-${part}`);
    await expect.poll(async () => (await linked()).view.tool, SOON).toBe("contours");
  });

  it("reads out the grid point under the pointer", async () => {
    const frame = page.locator("#contour-map-axes rect").first();
    const box = (await frame.boundingBox())!;
    // Three quarters across and a quarter up: x = 0.5, y = −0.5 of −1 to 1.
    await page.mouse.move(box.x + 0.75 * box.width, box.y + 0.75 * box.height);
    const cells = page.locator(".contours-readout td");
    await expect.poll(() => cells.first().innerText(), SOON).toBe("0.5, −0.5");
    expect(Number(await cells.nth(1).getAttribute("data-value"))).toBeGreaterThan(0);
    await page.mouse.move(2, 2);
    await page.getByText("Point at the map to read the loss and the curvature there.").waitFor();
  });

  it("follows the view's controls: colours, marks, contours, equal scales", async () => {
    const look = async (name: string, act: () => Promise<unknown>) => {
      const before = await drawing();
      await act();
      await expect.poll(async () => (await drawing()) === before, { ...SOON, message: name }).toBe(false);
    };
    const row = (name: string) =>
      page.locator(".panel .lil-controller", { has: page.locator(`.lil-name:text-is("${name}")`) });
    await look("colours", () => row("Colour map").locator("select").selectOption({ label: "Cividis" }));
    await look("contours", () => row("Contours").locator("input").click());
    await look("contours again", () => row("Contours").locator("input").click());
    await look("equal scales", () => page.locator("#equal-scales").click());
    await page.locator("#equal-scales").click();
    await expect.poll(async () => (await linked()).view.colorMap, SOON).toBe("cividis");
  });

  it("has no violation that axe finds, light or dark", async () => {
    expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
  });
});

describe("the figure dialog", () => {
  it("shows the figure that it will save", async () => {
    await page.locator("#contours-figure").click();
    const preview = page.locator(".figure-preview img");
    await preview.waitFor();
    await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth), SOON).toBeGreaterThan(0);
    await expect.poll(() => page.locator("#figure-size").innerText(), SOON).toMatch(/^85 × \d+ mm$/);
    expect(await page.locator("#figure-caption-text").inputValue()).toMatch(
      /^Mean binary cross-entropy of a ReLU network 2–3–1 \(13 parameters\) on two moons .* by Losscape \d+\.\d+\.\d+\.$/,
    );
    expect(await findViolations(page)).toEqual([]);
  });

  it("saves a drawing that XML programs read, sized for a column, with its experiment in it", async () => {
    const { name, bytes } = await saveFigure();
    expect(name).toBe("losscape-relu-moons-contours.svg");
    svg = new TextDecoder().decode(bytes);
    const read = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      const { width, height } = parsed.documentElement.attributes as unknown as Record<"width" | "height", Attr>;
      return {
        failed: parsed.querySelector("parsererror")?.textContent ?? null,
        size: [width.value, height.value],
        texts: [...parsed.querySelectorAll("text")].map(({ textContent }) => textContent),
      };
    }, svg);
    expect(read.failed).toBeNull();
    expect(read.size[0]).toBe("85mm");
    expect(read.size[1]).toMatch(/^\d+(\.\d+)?mm$/);
    expect(read.texts).toContainEqual(expect.stringMatching(/^loss/));
    const carried = JSON.parse(readSvgMetadata(svg)!) as { spec: unknown; view: { colorMap: string } };
    expect(parseSpec(carried.spec)).toEqual(SMALL_SPEC);
    expect(carried.view.colorMap).toBe("cividis");
  });

  it("is printed by a browser as lines and text, without one pixel", async () => {
    const paper = await browser.newPage();
    await paper.setContent(`<body style="margin:0">${svg.replace(/<metadata>.*<\/metadata>/s, "")}</body>`);
    const pdf = (await paper.pdf({ width: "100mm", height: "160mm" })).toString("latin1");
    await paper.close();
    expect(pdf).not.toContain("/Subtype /Image");
    expect(pdf).toMatch(/\/Type \/Font\b/);
    const streams = [...pdf.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n/g)].map(({ index, 0: head }) =>
      Buffer.from(pdf.slice(index + head.length, pdf.indexOf("endstream", index)), "latin1"),
    );
    const drawn = streams.map((stream) => {
      try {
        return inflateSync(stream).toString("latin1");
      } catch {
        return "";
      }
    });
    // Text that is shown by a font, and paths that are filled and stroked.
    expect(
      drawn.some((content) => /\bTj\b|\bTJ\b/.test(content) && /\sf\*?\s/.test(content) && /\sS\s/.test(content)),
    ).toBe(true);
  });

  it("saves pixels of exactly the size asked for, of map and surface, and says where a size ends", async () => {
    const choose = (name: string) => page.locator(".figure-form .segments label", { hasText: name }).click();
    const fill = async (id: string, value: string) => {
      await page.locator(id).fill(value);
      await page.locator(id).press("Enter");
    };
    await choose("PNG");
    await fill("#figure-width", "99999");
    expect(await page.locator("#figure-said").innerText()).toBe(
      "The width is a whole number of pixels from 160 to 16384.",
    );
    expect(await page.locator("#figure-width").inputValue()).toBe("16384");
    await fill("#figure-width", "701");
    await fill("#figure-height", "523");
    for (const picture of ["contours", "surface"] as const) {
      if (picture === "surface") await choose("Surface");
      const { name, bytes } = await saveFigure();
      expect(name).toBe(`losscape-relu-moons-${picture}.png`);
      const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
      expect([width, height]).toEqual([701, 523]);
      expect(
        new Set(Uint32Array.from(new Uint32Array(data.buffer, data.byteOffset, width * height))).size,
      ).toBeGreaterThan(100);
      expect(parseSpec(JSON.parse(readPngText(bytes, SPEC_KEYWORD)!))).toEqual(SMALL_SPEC);
    }
  });

  it("can be cancelled on the way", async () => {
    await page.locator("#figure-width").fill("9000");
    await page.locator("#figure-width").press("Enter");
    await page.locator("#figure-height").fill("9000");
    await page.locator("#figure-height").press("Enter");
    await page.locator("#save-figure").click();
    await page.locator("#cancel-figure").click();
    await page.getByText("Cancelled: nothing was saved.").waitFor({ timeout: 60_000 });
    expect(await page.locator("#save-figure").isEnabled()).toBe(true);
  });

  it("gives its caption and its citation to the clipboard", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const pasted = () => page.evaluate(() => navigator.clipboard.readText());
    await page.locator("#copy-caption").click();
    await expect.poll(pasted, SOON).toBe(await page.locator("#figure-caption-text").inputValue());
    await page.locator("#copy-citation").click();
    await expect
      .poll(pasted, SOON)
      .toMatch(/^@software\{losscape:[0-9a-f]{12},\n {2}author {2}= \{\{Losscape contributors\}\},/);
    await page.keyboard.press("Escape");
    await page.locator(".figure-dialog").waitFor({ state: "hidden" });
  });

  it("opens again from the drawing that it saved", async () => {
    await page.locator("#tool-contours .tool-head button").click();
    await page.locator(".segments label", { hasText: "Tanh" }).click();
    await expect.poll(async () => (await linked()).spec.network.activation, SOON).toBe("tanh");
    await dropFile(page, "figure.svg", new TextEncoder().encode(svg));
    await expect.poll(async () => (await linked()).spec, SOON).toEqual(SMALL_SPEC);
    expect((await linked()).view).toMatchObject({ colorMap: "cividis", tool: "contours" });
  });

  it("has put no error on the console", () => {
    expect(errors).toEqual([]);
  });
});
