import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../../src/formats/format-error";
import { type FileKind, recognizeFile } from "../../../src/formats/recognize-file";
import { readForeignFile } from "../../support/foreign-file";

const text = (content: string) => new TextEncoder().encode(content);

/** The kinds of the kept files, by the beginning of their names. */
const KINDS: readonly (readonly [start: string, kind: FileKind])[] = [
  ["surfaces/ll_direction", "loss-landscape"],
  ["surfaces/ll_surface", "loss-landscape"],
  ["surfaces/ll_trajectory", "loss-landscape"],
  ["surfaces/ll_", "vtp"],
  ["surfaces/vtk_", "vtp"],
  ["surfaces/landscaper", "landscaper"],
  ["surfaces/modeconnectivity", "mode-connectivity"],
  ["arrays/grid_xy", "npz"],
  ["arrays/object_member", "npz"],
  ["arrays/", "npy"],
];

describe("a file's kind", () => {
  const files = ["surfaces", "arrays"].flatMap((folder) =>
    readdirSync(`tests/formats/${folder}`)
      .filter((name) => !name.endsWith(".json"))
      .map((name) => `${folder}/${name}`),
  );

  it.each(files)("%s is told from its content, whatever its name", async (file) => {
    const kind = KINDS.find(([start]) => file.startsWith(start))![1];
    expect(await recognizeFile("file.xyz", readForeignFile(file))).toBe(kind);
  });

  it.each([
    ["bad_empty.h5", /it is empty/],
    ["bad_h5_half.h5", /damaged or was cut off/],
    ["bad_h5_is_png.h5", /it is a PNG picture/],
    ["bad_html_404.vtp", /it is a web page/],
    ["bad_torch_save.pt", /pickle, which can run code.*safetensors/],
    ["bad_zip_bomb_256mb.npz", /unpack to more than/],
    ["bad_zip_claims_4gb.npz", /unpack to more than/],
    ["bad_zip_traversal.npz", /leaves the archive's folder/],
  ])("%s is refused with what it is", async (file, sentence) => {
    const recognizing = recognizeFile(file, readForeignFile(`damaged/${file}`));
    await expect(recognizing).rejects.toThrow(FormatError);
    await expect(recognizing).rejects.toThrow(sentence);
  });

  it("of a document of our own is that which it names, and of tfjs its model's", async () => {
    expect(await recognizeFile("a", text('{"format":"losscape-result","version":1}'))).toBe("result");
    expect(await recognizeFile("a", text('\n {"format":"losscape-spec"}'))).toBe("spec");
    expect(await recognizeFile("a", text('{"modelTopology":{},"weightsManifest":[]}'))).toBe("tfjs");
    await expect(recognizeFile("a", text('{"format":"other"}'))).rejects.toThrow(/JSON of an unknown program/);
    await expect(recognizeFile("a", text('{"format":'))).rejects.toThrow(/damaged or was cut off/);
  });

  it("of text with numbers is a table", async () => {
    expect(await recognizeFile("a", text("x,y,loss\n0,0,1\n"))).toBe("csv");
    expect(await recognizeFile("a", Uint8Array.of(0xff, 0xfe, 0x31, 0, 0x2c, 0, 0x32, 0))).toBe("csv");
  });
});
