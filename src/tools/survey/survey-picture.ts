import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import { decodeSvg } from "../../drawing/typeface/draw-svg";
import { drawStripPlot, type StripPicture } from "../../figure/strip-plot";
import type { SurveyDocument } from "../../formats/files/survey-file";
import { SPEC_KEYWORD, writePngText } from "../../formats/pictures/png-text";
import { encodePng } from "../../scene/saving/capture";
import { plotSurvey } from "./survey-plot";

/** Picture pixels for each pixel of the plot. */
const SCALE = 3;

/** The plot of a survey, as it is saved to a file. */
export function drawSurvey(survey: SurveyDocument, theme: ThemeName): StripPicture {
  const plot = plotSurvey(survey, survey.summary, survey.backend);
  return drawStripPlot({ ...plot, notes: [describeSetup(survey), ...plot.notes] }, THEMES[theme]);
}

/** "moons, 2–8–8–1, bce; 100 planes around 20 seeds, 33 × 33 points each". */
function describeSetup({ spec, planned }: SurveyDocument): string {
  const { dataset, network, loss, weights, grid } = spec;
  const data = dataset.kind === "points" ? `${dataset.inputs.length} points` : dataset.name;
  const seeds = weights.kind === "given" ? "given weights" : `${planned.seeds} seeds`;
  const planes = `${planned.planes} planes around ${seeds}, ${grid.columns} × ${grid.rows} points each`;
  return `${data}, ${network.layers.join("–")}, ${loss.kind}; ${planes}`;
}

/** The plot as a PNG that carries the surveyed experiment. @throws Error with one sentence where the browser cannot draw it */
export async function paintSurvey(survey: SurveyDocument, theme: ThemeName): Promise<Blob> {
  const { svg, width, height } = drawSurvey(survey, theme);
  const image = await decodeSvg(svg);
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * width;
  canvas.height = SCALE * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const picture = await encodePng(canvas);
  const bytes = new Uint8Array(await picture.arrayBuffer());
  return new Blob([writePngText(bytes, SPEC_KEYWORD, JSON.stringify(survey.spec))], { type: "image/png" });
}
