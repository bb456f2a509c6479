import type { Dataset } from "../../../data/dataset";
import { makeDataset } from "../../../data/make-dataset";
import type { Spec } from "../../../experiment/spec";
import { layoutNetwork, type NetworkLayout, type Parameters } from "../../../model/network/layout";
import { decisionThreshold } from "../../../model/report/accuracy";
import { fileOfDataset } from "./dataset-names";
import { decideOverWindow, followCurve, frameData, type PictureWindow, placeInputs } from "./decision-field";
import { describeDrawn, drawSamples } from "./drawn-samples";

export interface DataPicture {
  /** Draws the data and, once there are weights, the network's decision regions or fitted curve. */
  readonly draw: (spec: Spec, theta: Parameters | null) => void;
}

/** Bluish green, reddish purple, orange, sky blue, yellow (Okabe and Ito 2008); vermilion and blue are kept for the verdict. */
const CLASS_COLORS: readonly (readonly [number, number, number])[] = [
  [0, 158, 115],
  [204, 121, 167],
  [230, 159, 0],
  [86, 180, 233],
  [240, 228, 66],
];
const SIDE = 168;
/** The most multiplications of one drawing, so that it causes no visible delay. */
const AFFORDABLE = 3e6;
/** The most samples drawn: more would only cover one another. */
const MOST_POINTS = 1000;

interface Scene {
  readonly spec: Spec;
  readonly data: Dataset;
  readonly layout: NetworkLayout;
  readonly frame: PictureWindow;
  /** Indices of the samples that are drawn. */
  readonly drawn: readonly number[];
  /** The decision is drawn at side × side places, and the inputs there; kept, because a training draws it in every frame. */
  readonly side: number;
  readonly places: Float64Array;
}

/** A small canvas with the samples, whose shapes show their classes, over the decision regions; for data of one input, the fitted curve. */
export function createDataPicture(canvas: HTMLCanvasElement, caption: HTMLElement): DataPicture {
  const context = canvas.getContext("2d");
  let scene: Scene | null = null;

  function prepare(spec: Spec): Scene {
    const outputs = spec.network.layers.at(-1) ?? 1;
    const sameData = scene && scene.spec.dataset === spec.dataset && scene.data.outputs === outputs;
    const data = scene && sameData ? scene.data : makeDataset(spec.dataset, outputs);
    const drawn = drawSamples(data.samples, MOST_POINTS);
    const layout = layoutNetwork(spec.network);
    const frame = frameData(data);
    const side = Math.round(Math.min(56, Math.max(16, Math.sqrt(AFFORDABLE / layout.parameterCount))));
    return { spec, data, layout, frame, drawn, side, places: placeInputs(data, frame, side) };
  }

  return {
    draw(spec, theta) {
      if (!context) return;
      if (scene?.spec !== spec) {
        scene = prepare(spec);
        describe(canvas, caption, scene);
      }
      // All is drawn in units of the small picture; a large one has as many more pixels as it is wider.
      const ratio = (Math.min(2, devicePixelRatio) * (canvas.clientWidth || SIDE)) / SIDE;
      const pixels = Math.round(SIDE * ratio);
      if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, SIDE, SIDE);
      const fitting = theta && theta.length === scene.layout.parameterCount ? theta : null;
      if (scene.frame.up === null) drawRegression(context, scene, fitting);
      else drawClasses(context, scene, fitting);
    },
  };
}

function describe(canvas: HTMLCanvasElement, caption: HTMLElement, { spec, data, frame }: Scene): void {
  const what =
    frame.up === null
      ? "the fitted curve"
      : data.inputs > 2
        ? "decision regions, other inputs at their mean"
        : "decision regions";
  const file = fileOfDataset(spec.dataset);
  const axes = spec.dataset.kind === "named" ? "Petal length and width: " : file === null ? "" : `${file}: `;
  const counted = describeDrawn(data.samples, MOST_POINTS);
  caption.textContent = `${axes}${counted}, ${what}`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${counted} of the data and ${what}`);
}

function drawClasses(
  context: CanvasRenderingContext2D,
  { spec, data, layout, frame, drawn, side, places }: Scene,
  theta: Parameters | null,
): void {
  if (theta) {
    const { classes, confidence } = decideOverWindow(layout, theta, places, decisionThreshold(spec.loss, spec.network));
    const image = new ImageData(side, side);
    for (let i = 0; i < side * side; i++) {
      const color = CLASS_COLORS[classes[i]! % CLASS_COLORS.length]!;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = color[c]!;
      image.data[4 * i + 3] = Math.round(24 + 80 * confidence[i]!);
    }
    drawSmoothly(context, image);
  }
  const ink = getComputedStyle(context.canvas).color;
  for (const s of drawn) {
    const x = data.x[s * data.inputs + frame.across]!;
    const y = data.x[s * data.inputs + frame.up!]!;
    drawPoint(context, classOf(data, s), place(x, frame.xRange), SIDE - place(y, frame.yRange), ink);
  }
}

function drawSmoothly(context: CanvasRenderingContext2D, image: ImageData): void {
  const small = new OffscreenCanvas(image.width, image.height);
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, SIDE, SIDE);
}

/** The column of the largest target; for a single target, 1 above ½ and 0 below. */
function classOf({ y, outputs }: Dataset, sample: number): number {
  if (outputs === 1) return y[sample]! > 0.5 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < outputs; k++) if (y[sample * outputs + k]! > y[sample * outputs + best]!) best = k;
  return best;
}

/** Classes differ in shape as well as in colour: disc, square, triangle, and so on in turn. */
function drawPoint(context: CanvasRenderingContext2D, kind: number, x: number, y: number, ink: string): void {
  const [red, green, blue] = CLASS_COLORS[kind % CLASS_COLORS.length]!;
  context.beginPath();
  if (kind % 3 === 0) context.arc(x, y, 2.6, 0, 2 * Math.PI);
  else if (kind % 3 === 1) context.rect(x - 2.3, y - 2.3, 4.6, 4.6);
  else {
    context.moveTo(x, y - 3);
    context.lineTo(x + 3, y + 2.4);
    context.lineTo(x - 3, y + 2.4);
    context.closePath();
  }
  context.fillStyle = `rgb(${red} ${green} ${blue})`;
  // The page's text colour: dark outlines on a light background, light ones on a dark background.
  context.strokeStyle = ink;
  context.lineWidth = 0.8;
  context.fill();
  context.stroke();
}

function drawRegression(
  context: CanvasRenderingContext2D,
  { data, layout, frame, drawn }: Scene,
  theta: Parameters | null,
): void {
  const ink = getComputedStyle(context.canvas).color;
  for (const s of drawn) {
    const x = place(data.x[s]!, frame.xRange);
    const y = SIDE - place(data.y[s * data.outputs]!, frame.yRange);
    drawPoint(context, 0, x, y, ink);
  }
  if (!theta) return;
  const curve = followCurve(layout, theta, frame, 96);
  context.beginPath();
  curve.x.forEach((x, i) => {
    context.lineTo(place(x, frame.xRange), SIDE - place(curve.y[i]!, frame.yRange));
  });
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.stroke();
}

function place(value: number, [from, to]: readonly [number, number]): number {
  return ((value - from) / (to - from)) * SIDE;
}
