import { type LayerLayout, layoutNetwork, type Parameters } from "../../../model/network/layout";
import { type PageStyle, readPageStyle } from "../../../studio/views/parts/page-colors";
import type { ReportedNetwork } from "../network-state";
import { readColor } from "../read-color";
import type { UnitPlace } from "../unit-place";
import { DIAGRAM_WIDTH, type DiagramRow, layoutDiagram } from "./diagram-layout";
import { findLargestWeight, strongestOfBand } from "./weight-view";

/** A cell of at least this size, in CSS pixels, has room for a minus sign. */
const LEAST_SIGNED = 5;

/** The drawing of the weights between two wide layers. */
interface Matrix {
  readonly above: DiagramRow;
  readonly below: DiagramRow;
  readonly height: number;
  /** A row for each mark above, a column for each unit below, [rows · columns]. */
  readonly weights: Float64Array;
}

/**
 * Paints the weights between wide layers: each unit has a column above it, each input a row. Fuller colours show larger weights. Where
 * there is room, the cell of a negative weight holds a minus sign. The column of the active unit has a frame.
 */
export function paintMatrices(host: HTMLElement, { spec, parameters }: ReportedNetwork, active: UnitPlace): void {
  const canvases = host.querySelectorAll<HTMLCanvasElement>("canvas.matrix");
  if (canvases.length === 0) return;
  const network = layoutNetwork(spec.network);
  const diagram = layoutDiagram(network);
  const largest = findLargestWeight(parameters);
  const color = readPageStyle();
  for (const canvas of canvases) {
    const k = Number(canvas.dataset.layer);
    const [above, below, { height }] = [diagram.rows[k]!, diagram.rows[k + 1]!, diagram.weights[k]!];
    const matrix = { above, below, height, weights: readWeights(parameters, network.layers[k]!, above) };
    const context = openCanvas(canvas, height);
    if (!context) continue;
    paintCells(context, matrix, largest, color);
    frameMatrix(context, matrix, active.layer === k ? active.unit : null, color);
  }
}

function readWeights(theta: Parameters, layer: LayerLayout, above: DiagramRow): Float64Array {
  const rows = above.x.length;
  return Float64Array.from({ length: rows * layer.units }, (_, i) => {
    const [input, unit] = [Math.floor(i / layer.units), i % layer.units];
    return strongestOfBand(theta, layer, input, above.inputsPerMark, unit);
  });
}

function openCanvas(canvas: HTMLCanvasElement, height: number): CanvasRenderingContext2D | null {
  const ratio = Math.min(2, devicePixelRatio);
  canvas.width = DIAGRAM_WIDTH * ratio;
  canvas.height = Math.ceil(height) * ratio;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

function paintCells(
  context: CanvasRenderingContext2D,
  { above, below, height, weights }: Matrix,
  largest: number,
  color: PageStyle,
): void {
  const [columns, rows] = [below.x.length, above.x.length];
  const [positive, negative] = [readColor(color("--positive")), readColor(color("--negative"))];
  const image = new ImageData(columns, rows);
  weights.forEach((weight, i) => {
    const alpha = Math.round((255 * Math.abs(weight)) / largest);
    image.data.set([...(weight < 0 ? negative : positive), alpha], 4 * i);
  });
  const cells = new OffscreenCanvas(columns, rows);
  cells.getContext("2d")?.putImageData(image, 0, 0);
  const left = below.x[0]! - below.spacing / 2;
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, left, 0, columns * below.spacing, height);
  if (Math.min(below.spacing, height / rows) < LEAST_SIGNED) return;
  context.fillStyle = color("--ink");
  weights.forEach((weight, i) => {
    if (weight >= 0) return;
    const middle = ((Math.floor(i / columns) + 0.5) * height) / rows;
    context.fillRect(below.x[i % columns]! - 1.5, middle - 0.5, 3, 1);
  });
}

function frameMatrix(
  context: CanvasRenderingContext2D,
  { below, height }: Matrix,
  unit: number | null,
  color: PageStyle,
): void {
  const { spacing } = below;
  context.lineWidth = 1;
  context.strokeStyle = color("--frame");
  context.strokeRect(below.x[0]! - spacing / 2 + 0.5, 0.5, below.x.length * spacing - 1, height - 1);
  if (unit === null) return;
  context.lineWidth = 1.5;
  context.strokeStyle = color("--accent");
  context.strokeRect(below.x[unit]! - spacing / 2, 0.5, spacing, height - 1);
}
