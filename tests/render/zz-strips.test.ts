import { afterEach, it } from "vitest";
import { drawContourFigure } from "../../src/scene/contour-figure/contour-figure";
import { layOutLayers } from "../../src/scene/contour-figure/figure-layers";
import { describeFigureLegend } from "../../src/scene/contour-figure/figure-legend";
import { makePaperStyle } from "../../src/scene/contour-figure/figure-presets";
import { drawFigureStrips } from "../../src/scene/contour-figure/figure-strips";
import { NO_OVERLAYS } from "../../src/scene/scene-overlays";
import type { PictureStrip } from "../../src/scene/strips";
import { THEMES } from "../../src/scene/theme";
import { DEFAULT_VIEW } from "../../src/spec/view";
import { mountScene, type Pixels, showSlice, unmountAll, viewWith } from "./picture-support";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "./synthetic-landscapes";
afterEach(unmountAll);
async function join(strips: AsyncIterable<PictureStrip>, width: number, height: number): Promise<Pixels> {
  const data = new Uint8ClampedArray(4 * width * height);
  for await (const { top, pixels } of strips) data.set(pixels.data, 4 * width * top);
  return { width, height, data };
}
function report(name: string, a: Pixels, b: Pixels) {
  const bins = new Map<number, number>();
  const where: string[] = [];
  let max = 0;
  const rows = new Map<number, number>();
  for (let p = 0; p < a.width * a.height; p++) {
    let d = 0;
    for (let c = 0; c < 4; c++) d = Math.max(d, Math.abs(a.data[4 * p + c]! - b.data[4 * p + c]!));
    if (d === 0) continue;
    const bin = d <= 3 ? 3 : d <= 8 ? 8 : d <= 16 ? 16 : d <= 32 ? 32 : d <= 64 ? 64 : d <= 128 ? 128 : 255;
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
    max = Math.max(max, d);
    if (d > 32) { where.push(`${p % a.width},${Math.floor(p / a.width)}:${d}`); const y = Math.floor(p / a.width / 20) * 20; rows.set(y, (rows.get(y) ?? 0) + 1); }
  }
  console.log(name, "max", max, JSON.stringify([...bins].sort((x, y) => x[0] - y[0])), "of", a.width * a.height, "\n rows", JSON.stringify([...rows]), "\n", where.slice(0, 30).join(" "));
}
it("surface", async () => {
  const made = mountScene();
  showSlice(made, "network", viewWith({}));
  const size = { width: 701, height: 523, scale: 1.3 };
  const plain = { theme: "light", ground: "#ffffff", legend: null, caption: "" } as const;
  const draw = (parts: { rows: number; side: number }) => join(made.scene.drawStrips({ ...plain, ...size, parts }), 701, 523);
  const whole = await draw({ rows: 2048, side: 2048 });
  report("again", whole, await draw({ rows: 2048, side: 2048 }));
  for (const parts of [{ rows: 64, side: 2048 }, { rows: 2048, side: 96 }, { rows: 130, side: 256 }]) report(JSON.stringify(parts), whole, await draw(parts));
});
it("map", async () => {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES.network, 65);
  const content = { layers: layOutLayers(landscape, DEFAULT_VIEW), look: DEFAULT_VIEW, title: "A <slice> & more", axes: { x: "x", y: "y" }, legend: describeFigureLegend(landscape, DEFAULT_VIEW, "A slice", {}), creases: null, chord: null, overlays: NO_OVERLAYS, plane: { xNorm: 2, yNorm: 2, cosine: 0 }, caption: "What is seen: λ < 0." };
  const style = makePaperStyle({ width: 241, height: null, publication: true, transparent: false, legend: true, theme: THEMES.light });
  const { svg, layout } = drawContourFigure(content, style, { id: "f" });
  const [width, height] = [843, Math.round((843 * layout.height) / layout.width)];
  const whole = await join(drawFigureStrips(svg, { width, height, rows: 4096 }), width, height);
  report("map again", whole, await join(drawFigureStrips(svg, { width, height, rows: 4096 }), width, height));
  for (const rows of [100, 200, 400]) report("map " + rows, whole, await join(drawFigureStrips(svg, { width, height, rows }), width, height));
  const bare = svg.replace(/<text[\s\S]*?<\/text>/g, "");
  const w2 = await join(drawFigureStrips(bare, { width, height, rows: 4096 }), width, height);
  report("map bare 100", w2, await join(drawFigureStrips(bare, { width, height, rows: 100 }), width, height));
  for (const part of ["colours", "marks", "contours"]) {
    const m = new RegExp(`<g id="f-${part}">[\\s\\S]*?</g>`);
    const b3 = bare.replace(m, "");
    const w3 = await join(drawFigureStrips(b3, { width, height, rows: 4096 }), width, height);
    report("map without " + part, w3, await join(drawFigureStrips(b3, { width, height, rows: 100 }), width, height));
  }
});
