import type { Dataset } from "../../../data/dataset";
import { makeDataset } from "../../../data/make-dataset";
import { activationRule } from "../../../model/network/activations";
import { layoutNetwork } from "../../../model/network/layout";
import { frameData, type PictureWindow } from "../../../studio/views/data/decision-field";
import { describeDrawn, drawSamples } from "../../../studio/views/data/drawn-samples";
import { type PageStyle, readPageStyle } from "../../../studio/views/parts/page-colors";
import { formatNumber } from "../../../words/numbers";
import type { ReportedNetwork } from "../network-state";
import { readColor } from "../read-color";
import { traceUnit, type UnitField } from "../unit-field";
import type { UnitPlace } from "../unit-place";

/** The picture's side in CSS pixels. */
const SIDE = 120;
/** More points than this would only cover one another. */
const MOST_POINTS = 400;

export interface UnitPicture {
  /** Paints the output of a unit over the inputs. @returns the caption: the range of the output, and how many samples are drawn */
  readonly draw: (canvas: HTMLCanvasElement, reported: ReportedNetwork, place: UnitPlace) => string;
}

/** Fuller colours show larger outputs. The two signs have two colours, and a line is drawn where z changes sign. */
export function createUnitPicture(): UnitPicture {
  let data: Dataset | null = null;
  let dataOf: ReportedNetwork["spec"]["dataset"] | null = null;

  return {
    draw(canvas, { spec, parameters }, place) {
      const layout = layoutNetwork(spec.network);
      if (!data || dataOf !== spec.dataset || data.outputs !== layout.outputs) {
        data = makeDataset(spec.dataset, layout.outputs);
        dataOf = spec.dataset;
      }
      const frame = frameData(data);
      const field = traceUnit(layout, parameters, data, frame, place);
      const ratio = Math.min(2, devicePixelRatio);
      canvas.width = canvas.height = SIDE * ratio;
      const context = canvas.getContext("2d");
      const range = `${formatNumber(field.least)} … ${formatNumber(field.most)}`;
      if (!context) return range;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const color = readPageStyle();
      if (frame.up === null) drawCurve(context, field, color);
      else {
        const rule = activationRule(layout.layers[place.layer]!.activation, layout.leakySlope);
        context.drawImage(
          paintField(field, (z) => rule.value(z), color),
          0,
          0,
          SIDE,
          SIDE,
        );
        paintSamples(context, data, frame, color("--ink"));
        if (data.samples > MOST_POINTS) return `${range}; ${describeDrawn(data.samples, MOST_POINTS)}`;
      }
      return range;
    },
  };
}

/** Interpolates z and applies the activation to it: a kink of the activation stays sharp. */
function paintField(field: UnitField, activate: (z: number) => number, color: PageStyle): OffscreenCanvas {
  const image = new ImageData(SIDE, SIDE);
  const z = interpolate(field, SIDE);
  const largest = Math.max(Math.abs(field.least), Math.abs(field.most)) || 1;
  const [positive, negative, ink] = (["--positive", "--negative", "--ink"] as const).map((name) =>
    readColor(color(name)),
  );
  for (let i = 0; i < SIDE * SIDE; i++) {
    const value = activate(z[i]!);
    const switches = isBorder(z, i);
    const [red, green, blue] = switches ? ink! : value < 0 ? negative! : positive!;
    const alpha = switches ? 1 : Math.min(1, Math.abs(value) / largest);
    image.data.set([red, green, blue, Number.isFinite(value) ? Math.round(255 * alpha) : 0], 4 * i);
  }
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

/** Whether z has another sign at the next pixel to the right or below. */
function isBorder(z: Float64Array, i: number): boolean {
  const here = z[i]! > 0;
  const right = i % SIDE < SIDE - 1 && z[i + 1]! > 0 !== here;
  return right || (i + SIDE < SIDE * SIDE && z[i + SIDE]! > 0 !== here);
}

/** Interpolates z between the points of a field, linearly in both directions. */
function interpolate({ columns, rows, preactivations }: UnitField, side: number): Float64Array {
  const result = new Float64Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, right] = splitPlace(x, side, columns);
      const [row, down] = splitPlace(y, side, rows);
      const at = (c: number, r: number): number =>
        preactivations[Math.min(rows - 1, r) * columns + Math.min(columns - 1, c)]!;
      const upper = at(column, row) * (1 - right) + at(column + 1, row) * right;
      const lower = at(column, row + 1) * (1 - right) + at(column + 1, row + 1) * right;
      result[y * side + x] = upper * (1 - down) + lower * down;
    }
  }
  return result;
}

/** The point of a field before a pixel, and the fraction of the distance from it to the next point. */
function splitPlace(pixel: number, side: number, count: number): [number, number] {
  const place = Math.min(count - 1, Math.max(0, ((pixel + 0.5) / side) * count - 0.5));
  const before = Math.floor(place);
  return [before, place - before];
}

function paintSamples(context: CanvasRenderingContext2D, data: Dataset, frame: PictureWindow, ink: string): void {
  context.fillStyle = ink;
  context.globalAlpha = 0.55;
  for (const s of drawSamples(data.samples, MOST_POINTS)) {
    const x = placeIn(data.x[s * data.inputs + frame.across]!, frame.xRange);
    const y = SIDE - placeIn(data.x[s * data.inputs + frame.up!]!, frame.yRange);
    context.fillRect(x - 0.75, y - 0.75, 1.5, 1.5);
  }
  context.globalAlpha = 1;
}

/** The unit's output over a single input, and a line at 0. */
function drawCurve(context: CanvasRenderingContext2D, field: UnitField, color: PageStyle): void {
  const low = Math.min(0, field.least);
  const high = Math.max(0, field.most);
  const y = (value: number): number => SIDE - 4 - ((value - low) / (high - low || 1)) * (SIDE - 8);
  context.strokeStyle = color("--frame");
  context.beginPath();
  context.moveTo(0, y(0));
  context.lineTo(SIDE, y(0));
  context.stroke();
  context.strokeStyle = color("--ink");
  context.lineWidth = 1.75;
  context.beginPath();
  for (const [i, value] of field.values.entries()) {
    if (Number.isFinite(value)) context.lineTo((i / (field.columns - 1)) * SIDE, y(value));
  }
  context.stroke();
}

function placeIn(value: number, [from, to]: readonly [number, number]): number {
  return ((value - from) / (to - from)) * SIDE;
}
