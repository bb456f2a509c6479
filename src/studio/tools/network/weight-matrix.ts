import { layoutNetwork } from "../../../model/layout";
import { DIAGRAM_WIDTH, layoutDiagram } from "./diagram-layout";
import type { ReportedNetwork } from "./network-state";
import type { UnitPlace } from "./unit-place";
import { findLargestWeight, strongestOfBand } from "./weight-view";

/** A cell must be so large, in CSS pixels, to carry the sign as a stroke. */
const LEAST_SIGNED = 5;

/**
 * Paints the weights between wide layers: a column for each unit, over it, and a row for each input; the fuller the colour, the larger
 * the weight, and where there is room a negative one has a minus in it. The column of the chosen unit is framed.
 */
export function paintMatrices(host: HTMLElement, { spec, parameters }: ReportedNetwork, active: UnitPlace): void {
  const canvases = host.querySelectorAll<HTMLCanvasElement>("canvas.matrix");
  if (canvases.length === 0) return;
  const network = layoutNetwork(spec.network);
  const diagram = layoutDiagram(network);
  const largest = findLargestWeight(parameters);
  const style = getComputedStyle(host);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const ratio = Math.min(2, devicePixelRatio);
  for (const canvas of canvases) {
    const k = Number(canvas.dataset.layer);
    const [above, below] = [diagram.rows[k]!, diagram.rows[k + 1]!];
    const { height } = diagram.weights[k]!;
    canvas.width = DIAGRAM_WIDTH * ratio;
    canvas.height = Math.ceil(height) * ratio;
    const context = canvas.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const cell = { width: below.spacing, height: height / above.x.length };
    const isSigned = Math.min(cell.width, cell.height) >= LEAST_SIGNED;
    for (const [unit, x] of below.x.entries()) {
      for (let input = 0; input < above.x.length; input++) {
        const weight = strongestOfBand(parameters, network.layers[k]!, input, above.inputsPerMark, unit);
        const [left, top] = [x - cell.width / 2, input * cell.height];
        context.globalAlpha = Math.abs(weight) / largest;
        context.fillStyle = color(weight < 0 ? "--negative" : "--positive");
        context.fillRect(left, top, cell.width, cell.height);
        if (!isSigned || weight >= 0) continue;
        context.globalAlpha = 1;
        context.fillStyle = color("--ink");
        context.fillRect(x - 1.5, top + cell.height / 2 - 0.5, 3, 1);
      }
    }
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeStyle = color("--frame");
    const [first, last] = [below.x[0]! - cell.width / 2, below.x.at(-1)! + cell.width / 2];
    context.strokeRect(first + 0.5, 0.5, last - first - 1, height - 1);
    if (active.layer !== k) continue;
    context.lineWidth = 1.5;
    context.strokeStyle = color("--accent");
    context.strokeRect(below.x[active.unit]! - cell.width / 2, 0.5, cell.width, height - 1);
  }
}
