import { it } from "vitest";
import { drawContourFigure } from "../../src/scene/contour-figure/contour-figure";
import { layOutLayers } from "../../src/scene/contour-figure/figure-layers";
import { describeFigureLegend } from "../../src/scene/contour-figure/figure-legend";
import { makePaperStyle } from "../../src/scene/contour-figure/figure-presets";
import { drawFigureStrips } from "../../src/scene/contour-figure/figure-strips";
import { NO_OVERLAYS } from "../../src/scene/scene-overlays";
import { THEMES } from "../../src/scene/theme";
import { DEFAULT_VIEW } from "../../src/spec/view";
import { evaluateSynthetic, SYNTHETIC_SLICES } from "./synthetic-landscapes";

it("x", async () => {
  const landscape = evaluateSynthetic(SYNTHETIC_SLICES.network, 65);
  const content = {
    layers: layOutLayers(landscape, DEFAULT_VIEW),
    look: DEFAULT_VIEW,
    title: "A",
    axes: { x: "x", y: "y" },
    legend: describeFigureLegend(landscape, DEFAULT_VIEW, "A slice", {}),
    creases: null,
    chord: null,
    overlays: NO_OVERLAYS,
    plane: null,
    caption: "What is seen.",
  };
  const full = drawContourFigure(
    content,
    makePaperStyle({
      width: 241,
      height: null,
      publication: true,
      transparent: false,
      legend: true,
      theme: THEMES.light,
    }),
    { id: "f" },
  );
  for (const only of ["", "colours", "marks", "contours", "axes", "labels", "legend"]) {
    let svg = full.svg;
    if (only) svg = svg.replace(/<g id="f-([a-z]+)">/g, (m, n) => (n === only ? m : `<g id="f-${n}" display="none">`));
    const [width, height] = [843, Math.round((843 * full.layout.height) / full.layout.width)];
    const join = async (rows: number) => {
      const d = new Uint8ClampedArray(4 * width * height);
      for await (const { top, pixels } of drawFigureStrips(svg, { width, height, rows }))
        d.set(pixels.data, 4 * width * top);
      return d;
    };
    const [a, b] = [await join(4096), await join(100)];
    let n1 = 0,
      n3 = 0,
      n20 = 0;
    const rows: Record<number, number> = {};
    for (let i = 0; i < a.length; i += 4) {
      let w = 0;
      for (let c = 0; c < 4; c++) w = Math.max(w, Math.abs(a[i + c]! - b[i + c]!));
      if (w > 0) n1++;
      if (w > 3) {
        n3++;
        const r = Math.floor(Math.floor(i / 4 / width) / 50);
        rows[r] = (rows[r] ?? 0) + 1;
      }
      if (w > 20) n20++;
    }
    console.log("DBG", only, n1, n3, n20, a.length / 4, JSON.stringify(rows));
  }
});
