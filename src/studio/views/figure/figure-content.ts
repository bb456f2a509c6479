import type { LandscapeOutcome } from "../../../compute/jobs/landscape-outcome";
import type { Landscape } from "../../../convexity/points/landscape";
import type { SceneOverlays } from "../../../drawing/overlays/scene-overlays";
import type { Spec } from "../../../experiment/spec";
import type { View } from "../../../experiment/view";
import type { FigureContent } from "../../../figure/contour/contour-figure";
import { type FigureLayers, layOutLayers } from "../../../figure/contour/figure-layers";
import { describeFigureLegend } from "../../../figure/layout/figure-legend";
import { writeCaption } from "../../../formats/captions/caption";
import { describePlane } from "../../../formats/captions/experiment-words";
import type { PlaneMeasure } from "../../../slice/plane/plane-measure";
import { nameActivation } from "../../../words/names";
import { formatNumber } from "../../../words/numbers";
import { isOutdated, nameBelonging, specOfMoment } from "../../state/belonging";
import { shownSpec } from "../../state/reducer";
import { withShownExchange } from "../../state/shown-exchange";
import type { StudioState } from "../../state/state";
import { sceneChordOf } from "../surface/scene-chord-of";
import { VERSION } from "./version";

/** Lays out the layers of a landscape once for each landscape and view; the latest layers are kept. */
export class LayersMemo {
  #known: { readonly landscape: Landscape; readonly key: string; readonly layers: FigureLayers } | null = null;

  layOut(landscape: Landscape, view: View): FigureLayers {
    const key = JSON.stringify([view.height, view.coloring, view.colorMap, view.contours, view.marks]);
    if (this.#known?.landscape !== landscape || this.#known.key !== key) {
      this.#known = { landscape, key, layers: layOutLayers(landscape, view) };
    }
    return this.#known.layers;
  }
}

/** The content of a flat figure of the page's slice; null while there is no slice. */
export function describeFigure(
  state: StudioState,
  overlays: SceneOverlays,
  memo: LayersMemo,
): Omit<FigureContent, "caption"> | null {
  const { run, view } = state;
  const { shown, shownOf } = run.landscape;
  if (!shown || !shownOf) return null;
  const outcome = settledOutcome(state);
  const whose = nameBelonging(state);
  const title = `${nameNetwork(shownOf)}${whose ? `, ${whose}` : ""}`;
  const chord = outcome ? sceneChordOf(state) : null;
  const creases = outcome?.creases ?? null;
  return {
    layers: memo.layOut(shown, view),
    look: view,
    title,
    axes: nameAxes(withShownExchange(shownOf, state), outcome?.measure ?? null),
    legend: describeFigureLegend(shown, view, title, { creases, chord, overlays }),
    creases,
    chord,
    overlays,
    plane: outcome?.measure ?? null,
  };
}

/** The caption of the page's slice; empty while there is none, or while it belongs to other weights. */
export function captionFigure(state: StudioState): string {
  const { shown } = state.run.landscape;
  if (!shown || isOutdated(state)) return "";
  const outcome = settledOutcome(state);
  const finding = outcome?.finding ?? null;
  return writeCaption({
    spec: withShownExchange(specOfMoment(state, shownSpec(state)), state),
    landscape: shown,
    verdict: outcome?.verdict ?? null,
    proof: finding && {
      arithmetic: finding.certificate.arithmetic,
      points: finding.certificate.points.length,
      gap: finding.gap,
    },
    version: VERSION,
  });
}

/** The results for the slice on screen; null while another is computed. */
function settledOutcome(state: StudioState): LandscapeOutcome | null {
  const { outcome, shown } = state.run.landscape;
  return outcome && outcome.landscape === shown && !isOutdated(state) ? outcome : null;
}

function nameNetwork({ network: { activation, layers } }: Spec): string {
  const name = nameActivation(activation);
  return `${name} ${layers.join("–")}`;
}

function nameAxes({ plane }: Spec, measure: PlaneMeasure | null): FigureContent["axes"] {
  const { x, y } = describePlane(plane);
  const angle = measure ? formatNumber((Math.acos(measure.cosine) * 180) / Math.PI) : "90";
  return { x: `x · ${x}`, y: `y · ${y}${angle === "90" ? "" : `, at ${angle}° to x`}` };
}
