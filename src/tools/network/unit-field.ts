import type { Dataset } from "../../data/dataset";
import { activationRule } from "../../model/network/activations";
import type { NetworkLayout, Parameters } from "../../model/network/layout";
import { respondLayer } from "../../model/report/unit-response";
import { type PictureWindow, placeInputs } from "../../studio/views/data/decision-field";
import type { UnitPlace } from "./unit-place";

/** The output of a unit over a window of the inputs, from the top left; one row where the data has one input. */
export interface UnitField {
  readonly columns: number;
  readonly rows: number;
  /** z at each point, [rows · columns]. */
  readonly preactivations: Float64Array;
  /** φ(z) at each point. */
  readonly values: Float64Array;
  /** The least and the greatest finite value. */
  readonly least: number;
  readonly most: number;
}

/** A field of about this many multiplications takes only a few milliseconds. */
const AFFORDABLE = 1.5e6;
const SIDE = { least: 16, most: 64 } as const;
/** Points of the curve of a unit over a single input. */
const CURVE_POINTS = 168;

/** Inputs that are not drawn have their mean values. */
export function traceUnit(
  layout: NetworkLayout,
  theta: Parameters,
  data: Dataset,
  frame: PictureWindow,
  place: UnitPlace,
): UnitField {
  const layer = layout.layers[place.layer]!;
  const side = Math.round(Math.min(SIDE.most, Math.max(SIDE.least, Math.sqrt(AFFORDABLE / layout.parameterCount))));
  const [columns, rows] = frame.up === null ? [CURVE_POINTS, 1] : [side, side];
  const x = frame.up === null ? spreadInput(frame) : placeInputs(data, frame, side);
  const all = respondLayer(layout, theta, { samples: columns * rows, inputs: data.inputs, x }, place.layer);
  const preactivations = Float64Array.from({ length: columns * rows }, (_, i) => all[i * layer.units + place.unit]!);
  const rule = activationRule(layer.activation, layout.leakySlope);
  const values = preactivations.map((z) => rule.value(z));
  const finite = values.filter(Number.isFinite);
  const least = finite.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = finite.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return { columns, rows, preactivations, values, least, most };
}

function spreadInput({ xRange: [from, to] }: PictureWindow): Float64Array {
  return Float64Array.from({ length: CURVE_POINTS }, (_, i) => from + ((to - from) * i) / (CURVE_POINTS - 1));
}
