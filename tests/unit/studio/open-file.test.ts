import { describe, expect, it } from "vitest";
import { writeSvgMetadata } from "../../../src/formats/svg-metadata";
import { DEFAULT_SPEC } from "../../../src/spec/defaults";
import { DEFAULT_VIEW } from "../../../src/spec/view";
import { openFile } from "../../../src/studio/open-file";

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>';
const open = (text: string, name = "figure.svg") => openFile(new File([text], name));

describe("opening a drawing", () => {
  it("gives back the experiment and how it was looked at", async () => {
    const view = { ...DEFAULT_VIEW, colorMap: "magma" };
    const svg = writeSvgMetadata(DRAWING, JSON.stringify({ spec: DEFAULT_SPEC, view }));
    expect(await open(svg)).toEqual({ kind: "experiment", spec: DEFAULT_SPEC, view });
  });

  it("says in one sentence what is wrong with another", async () => {
    await expect(open(DRAWING)).rejects.toThrow("figure.svg: the drawing carries no experiment.");
    await expect(open(writeSvgMetadata(DRAWING, DRAWING))).rejects.toThrow("carries no experiment");
    await expect(open(writeSvgMetadata(DRAWING, '{"spec":{"format":"losscape-spec","version":7}}'))).rejects.toThrow(
      "figure.svg: spec.version: 7 is not 1.",
    );
    const cut = writeSvgMetadata(DRAWING, "{}").split("</losscape")[0]!;
    await expect(open(cut)).rejects.toThrow("figure.svg: The experiment in the drawing is damaged.");
    await expect(open("<html></html>", "page.html")).rejects.toThrow("page.html: it is neither JSON nor a picture.");
  });
});
