import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { errors, page, usePage } from "./fixture";
import {
  dropFile,
  dropFiles,
  findViolationsByTheme,
  linkTo,
  PATIENCE,
  readLink,
  SMALL_SPEC,
  SOON,
  waitForVerdict,
} from "./studio-page";

usePage(linkTo(SMALL_SPEC));

const text = (content: string) => new TextEncoder().encode(content);
const model = (name: string) => new Uint8Array(readFileSync(path.join("tests/formats/models", name)));
const linkedSpec = async () => (await readLink(page)).spec;
const use = () => page.locator("#bring-use");
const message = (content: string | RegExp) => page.locator(".message", { hasText: content });

/** Three kinds of flowers by four lengths: German numbers, one of them missing, and one column that says nothing. */
function writeFlowers(): Uint8Array {
  const rows = Array.from({ length: 45 }, (_, i) => {
    const kind = i % 3;
    const length = (base: number) => (base + kind * 1.5 + (i % 7) / 10).toFixed(1).replace(".", ",");
    return [
      i === 4 ? "" : length(5),
      length(3),
      length(1.4),
      length(0.2),
      "7",
      ["setosa", "versicolor", "virginica"][kind],
    ];
  });
  return text(["a;b;c;d;plot;species", ...rows.map((row) => row.join(";"))].join("\r\n"));
}

describe("files of the reader's own", () => {
  it("a table is described, asked about, used and trained on, and undone", async () => {
    await dropFile(page, "flowers.csv", writeFlowers());
    const dialog = page.locator("dialog.bring-dialog");
    await dialog.locator("text=45 rows and 6 columns, divided by semicolons, with decimal commas").waitFor();
    for (const found of [/1 of 45 row has no value/, /plot is 7 in every row/, /setosa is 0, versicolor is 1/]) {
      await dialog.locator(".bring-found p", { hasText: found }).waitFor();
    }
    expect(await findViolationsByTheme(page)).toEqual({ dark: [], light: [] });
    await page.getByLabel("plot is an input").uncheck();
    await expect.poll(() => dialog.locator(".bring-found p", { hasText: "plot" }).count(), SOON).toBe(0);
    await use().click();
    await message("the network has 4 inputs and 3 outputs and the loss is softmax cross-entropy").waitFor();
    await expect.poll(async () => (await linkedSpec()).network.layers, SOON).toEqual([4, 3, 3]);
    const { dataset, loss, weights } = await linkedSpec();
    expect(dataset.kind === "points" && dataset.inputs.length).toBe(44);
    expect([loss.kind, weights.kind]).toEqual(["softmax-ce", "trained"]);
    await page.locator("#picture .caption", { hasText: "flowers.csv" }).waitFor();
    await waitForVerdict(page);
    await page.locator('[aria-label="Undo"]').click();
    await expect.poll(linkedSpec, SOON).toEqual(SMALL_SPEC);
    await waitForVerdict(page);
  });

  it("a model and its table, dropped together, stand with the model's own weights", async () => {
    await dropFiles(page, [
      { name: "flowers.onnx", bytes: model("onnx_torch_relu_softmax_4-5-3.onnx") },
      { name: "flowers.csv", bytes: writeFlowers() },
    ]);
    await page.locator("#bring-network", { hasText: "4 → 5 → 3, ReLU, softmax after the outputs" }).waitFor();
    // The fifth column is one too many for the model.
    await page.locator(".bring-problem", { hasText: "The model takes 4 inputs, and 5 columns are chosen" }).waitFor();
    expect(await use().isDisabled()).toBe(true);
    await page.getByLabel("plot is an input").uncheck();
    await use().click();
    await message("flowers.onnx is on the page, with its own weights").waitFor();
    await expect.poll(async () => (await linkedSpec()).weights.kind, SOON).toBe("given");
    expect((await linkedSpec()).network.layers).toEqual([4, 5, 3]);
    await waitForVerdict(page);
    await page.locator('[aria-label="Undo"]').click();
    await expect.poll(linkedSpec, SOON).toEqual(SMALL_SPEC);
    await waitForVerdict(page);
  });

  it("a model that fits the present data needs no table, and one that does not asks for it", async () => {
    await dropFile(page, "flowers.keras", model("keras_softmax_4-6-3.keras"));
    await page.locator(".bring-problem", { hasText: "The model has 4 inputs and 3 outputs" }).waitFor();
    expect(await use().isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await page.locator("dialog.bring-dialog[open]").waitFor({ state: "detached" });
    expect(await linkedSpec()).toEqual(SMALL_SPEC);
    await dropFile(page, "moons.safetensors", model("torch_seq_2-8-8-1.safetensors"));
    await page.locator("text=The model fits the present data").waitFor();
    await page.locator("#bring-activation").selectOption({ label: "Tanh" });
    await page.locator("#bring-network", { hasText: "2 → 8 → 8 → 1, Tanh" }).waitFor();
    // A square kernel may be its transpose.
    const kernel = page.locator('input[name="exchange"]');
    expect(await kernel.count()).toBe(1);
    const wasExchanged = await kernel.isChecked();
    await kernel.click();
    await expect.poll(() => kernel.isChecked(), SOON).toBe(!wasExchanged);
    await use().click();
    await expect.poll(async () => (await linkedSpec()).network.activation, SOON).toEqual(["tanh", "tanh"]);
    await waitForVerdict(page);
    await page.locator('[aria-label="Undo"]').click();
    await expect.poll(linkedSpec, SOON).toEqual(SMALL_SPEC);
    await waitForVerdict(page);
  });

  it("a bad file is answered with one sentence, and nothing is lost", async () => {
    const hanging = model("keras_functional_leaky_dropout_3-5-4-1.h5");
    hanging[6784] = 62;
    for (const [name, bytes, sentence] of [
      ["torn.onnx", model("bad_onnx_truncated.onnx"), /^torn\.onnx: /],
      ["hangs.h5", hanging, /^hangs\.h5: it is damaged: HDF5 did not finish reading it within 5 seconds\./],
      ["notes.txt", text("hello"), /^notes\.txt: .*The page opens tables \(CSV, TSV\), models/],
    ] as const) {
      await dropFile(page, name, bytes);
      await message(sentence).waitFor({ timeout: PATIENCE });
      expect(await page.locator("dialog[open]").count()).toBe(0);
      expect(await linkedSpec()).toEqual(SMALL_SPEC);
      await page.locator(".message button").click();
    }
  });

  it("the keyboard alone pastes a table, chooses its target and uses it", async () => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "x\ty\tz\n1\t2\t0.5\n2\t1\t0.7\n3\t5\t1.5\n4\t2\t1.1\n");
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    const dialog = page.locator("dialog.bring-dialog");
    await dialog.locator("text=4 rows and 3 columns, divided by tabs").waitFor();
    // By Tab to the radio buttons of the target, and by an arrow to another.
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      if (
        await page.evaluate(
          () => document.activeElement instanceof HTMLInputElement && document.activeElement.type === "radio",
        )
      )
        break;
    }
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.getByLabel("z is the target").isChecked(), SOON).toBe(true);
    await expect.poll(() => use().isEnabled(), SOON).toBe(true);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await linkedSpec()).network.layers, SOON).toEqual([2, 3, 1]);
    expect((await linkedSpec()).loss.kind).toBe("mse");
    await waitForVerdict(page);
    expect(errors).toEqual([]);
  });
});
