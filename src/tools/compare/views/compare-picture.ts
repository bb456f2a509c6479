import type { ThemeName } from "../../../drawing/colors/theme";
import { describeCommonLegend, describeDifferenceLegend } from "../../../drawing/legend/comparison-legend";
import type { LegendContent } from "../../../drawing/legend/legend-content";
import type { View } from "../../../experiment/view";
import { SPEC_KEYWORD, VIEW_KEYWORD, writePngText } from "../../../formats/pictures/png-text";
import { paintSheet, type SheetColumn } from "../../../scene/saving/picture-sheet";
import { describeLandscape } from "../../../studio/sentences/sentence";
import { VERDICT_HEADINGS } from "../../../studio/sentences/verdict-headings";
import type { CompareModel } from "../compare-model";
import { describeExperiment } from "../pair-text";
import type { SideState } from "../side-state";
import type { LinkedScenes, SceneName } from "./linked-scenes";

const PIXELS_PER_CSS_PIXEL = 2;

/** The legend that both surfaces share; null while there is no surface. */
export function commonLegend({ surfaces, view, names }: CompareModel): LegendContent | null {
  const shown = [surfaces.a, surfaces.b].filter((surface) => surface !== null);
  if (!surfaces.scales || shown.length === 0) return null;
  const [a, b] = names;
  const title = a === "A" ? "A and B" : `A ${a}, B ${b}`;
  return describeCommonLegend(shown, view, surfaces.scales, title);
}

export function differenceLegend({ surfaces, view }: CompareModel): LegendContent | null {
  return surfaces.difference && describeDifferenceLegend(surfaces.difference, view);
}

/**
 * The whole comparison as one PNG. Its text chunks hold both experiments and the view.
 *
 * @throws Error with one sentence while a side is not ready, or where the browser cannot make the picture
 */
export async function captureComparison(
  model: CompareModel,
  scenes: LinkedScenes,
  hosts: Readonly<Record<SceneName, HTMLElement>>,
  withDifference: boolean,
  theme: ThemeName,
): Promise<Blob> {
  const { pair, sides, names, view } = model;
  if (model.conclusion === "") throw new Error("The picture can be saved once both sides are ready.");
  const titled = (letter: string, name: string): string => (name === letter ? letter : `${letter}  ${name}`);
  const columns = [
    await captureColumn(scenes, hosts, "a", {
      title: titled("A", names[0]),
      subtitle: describeExperiment(pair.a),
      captions: captionSide(sides.a),
      legend: commonLegend(model),
    }),
    await captureColumn(scenes, hosts, "b", {
      title: titled("B", names[1]),
      subtitle: describeExperiment(pair.b),
      captions: captionSide(sides.b),
      legend: null,
    }),
    withDifference
      ? await captureColumn(scenes, hosts, "difference", {
          title: "B − A",
          subtitle: "The difference of the two losses",
          captions: [],
          legend: differenceLegend(model),
        })
      : null,
  ].filter((column) => column !== null);
  const differences = model.differences.map(({ label, a, b }) => `${label}: ${a} | ${b}`).join("; ");
  const { shared, apart } = model.sharing;
  const notes = [
    ...model.warnings,
    differences ? `Differences: ${differences}.` : "",
    shared.length > 0 ? `In common: ${shared.join("; ")}.` : "",
    ...apart,
  ].filter((note) => note !== "");
  const picture = await paintSheet({ heading: model.conclusion, columns, notes }, theme, PIXELS_PER_CSS_PIXEL);
  return new Blob([embed(new Uint8Array(await picture.arrayBuffer()), model, view)], { type: "image/png" });
}

/** Adds both experiments, so that the picture opens the comparison again. */
function embed(png: Uint8Array, { pair }: CompareModel, view: View): Uint8Array<ArrayBuffer> {
  const { a, b, weights, onePlane } = pair;
  const carried: View = { ...view, tool: "compare", compare: { other: b, weights, onePlane } };
  return writePngText(writePngText(png, SPEC_KEYWORD, JSON.stringify(a)), VIEW_KEYWORD, JSON.stringify(carried));
}

async function captureColumn(
  scenes: LinkedScenes,
  hosts: Readonly<Record<SceneName, HTMLElement>>,
  name: SceneName,
  words: Omit<SheetColumn, "picture" | "size">,
): Promise<SheetColumn | null> {
  const picture = await scenes.capture(name, PIXELS_PER_CSS_PIXEL);
  const { clientWidth: width, clientHeight: height } = hosts[name];
  return picture && { ...words, picture, size: { width, height } };
}

function captionSide({ outcome }: SideState): readonly string[] {
  if (!outcome) return [];
  const { kind, scope, reason } = outcome.verdict;
  return [VERDICT_HEADINGS[kind][scope], reason, describeLandscape(outcome.landscape)];
}
