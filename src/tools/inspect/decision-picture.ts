import type { PointAnalysis } from "../../convexity/points/analysis";
import type { Spec } from "../../experiment/spec";
import { createDataPicture } from "../../studio/views/data/data-picture";

/** The data, and the output of the network with the weights of one point of the slice. */
export interface DecisionPicture {
  readonly element: HTMLElement;
  readonly show: (spec: Spec, analysis: PointAnalysis) => void;
  readonly restyle: () => void;
}

export function createDecisionPicture(): DecisionPicture {
  const element = document.createElement("figure");
  const canvas = document.createElement("canvas");
  const caption = document.createElement("figcaption");
  caption.className = "quiet";
  element.append(canvas, caption);
  const picture = createDataPicture(canvas, caption);
  let shown: { readonly spec: Spec; readonly analysis: PointAnalysis } | null = null;
  const draw = (): void => {
    if (shown) picture.draw(shown.spec, shown.analysis.parameters);
  };
  return {
    element,
    show(spec, analysis) {
      if (shown?.analysis === analysis) return;
      shown = { spec, analysis };
      draw();
    },
    restyle: draw,
  };
}
