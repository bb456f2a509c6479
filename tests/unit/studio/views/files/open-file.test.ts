import { describe, expect, it } from "vitest";
import { DEFAULT_SPEC } from "../../../../../src/experiment/defaults";
import { DEFAULT_VIEW } from "../../../../../src/experiment/view";
import { LONGEST_FILE } from "../../../../../src/formats/files/file-limits";
import { writeSvgMetadata } from "../../../../../src/formats/pictures/svg-metadata";
import { OpenFileError, openFile } from "../../../../../src/studio/views/files/open-file";

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>';
const open = (text: string, name = "figure.svg") => openFile(new File([text], name));

describe("opening a drawing", () => {
  it("gives back the experiment and its view", async () => {
    const view = { ...DEFAULT_VIEW, colorMap: "magma" };
    const svg = writeSvgMetadata(DRAWING, JSON.stringify({ spec: DEFAULT_SPEC, view }));
    expect(await open(svg)).toEqual({ kind: "experiment", spec: DEFAULT_SPEC, view });
  });

  it("says in one sentence what is wrong with another drawing", async () => {
    await expect(open(DRAWING)).rejects.toThrow("figure.svg: the drawing contains no experiment.");
    await expect(open(writeSvgMetadata(DRAWING, DRAWING))).rejects.toThrow("contains no experiment");
    await expect(open(writeSvgMetadata(DRAWING, '{"spec":{"format":"losscape-spec","version":7}}'))).rejects.toThrow(
      "figure.svg: spec.version: 7 is not 1.",
    );
    const cut = writeSvgMetadata(DRAWING, "{}").split("</losscape")[0]!;
    await expect(open(cut)).rejects.toThrow("figure.svg: The experiment in the drawing is damaged.");
    await expect(open("<html></html>", "page.html")).rejects.toThrow("page.html: it is neither JSON nor a picture.");
  });
});

describe("a file's message", () => {
  it("shows every character of the file's name and of what it quotes", async () => {
    const spec = JSON.stringify({ ...DEFAULT_SPEC, "\u202egrid\u2028": {} });
    const name = "\u202egnp.\u200bjson\n";
    await expect(open(spec, name)).rejects.toThrow(
      new OpenFileError("\\u{202e}gnp.\\u{200b}json\\u{a}: spec.\\u{202e}grid\\u{2028}: is not a known field."),
    );
  });

  it("cuts a name that is very long", async () => {
    const rejected = await open("", "n".repeat(10_000)).catch((error: Error) => error.message);
    expect(rejected).toBe(`${"n".repeat(200)}…: the file is empty.`);
  });

  it("names the limit, before a byte is read", async () => {
    // This file takes little memory, because all its parts are the same.
    const part = new Blob([new Uint8Array(2 ** 20)]);
    const long = new File(Array<Blob>(501).fill(part), "long.json");
    await expect(openFile(long)).rejects.toThrow(`long.json: ${501 * 2 ** 20} bytes are more than ${LONGEST_FILE}.`);
  });
});
