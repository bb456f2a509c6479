import type { NetworkLayout } from "../../../model/network/layout";

/** The width of the diagram in its own units, about CSS pixels in the drawer. */
export const DIAGRAM_WIDTH = 352;
/** Units are drawn to the right of the names of their layers. */
const LEFT = 64;
const SPAN = DIAGRAM_WIDTH - LEFT;
/** A layer of at most this many units is drawn as circles, a wider one as a strip of cells. */
const MOST_CIRCLES = 16;
const WIDEST_SPACING = 36;
/** Between layers of at most this many units each weight is a line; between wider ones the weights are a matrix of cells. */
const MOST_LINED = 12;
const LINES_HEIGHT = 60;
/** The least and the greatest height of a row of a matrix; MATRIX_HEIGHT is about the greatest height of a whole matrix. */
const ROW = { least: 1.5, most: 10 } as const;
const MATRIX_HEIGHT = 96;
/** More inputs than this are drawn in bands of several inputs. */
const MOST_BANDS = 64;
const MARK_HEIGHT = 20;

/** One row of marks: the units of a layer, or the inputs. */
export interface DiagramRow {
  readonly shape: "circle" | "cell";
  /** The middles of the marks, in rising order. */
  readonly x: readonly number[];
  /** The distance from one mark to the next. */
  readonly spacing: number;
  readonly height: number;
  /** How many inputs one mark stands for; 1 for units. */
  readonly inputsPerMark: number;
}

/** The weights between a row and the one below it. */
export interface DiagramWeights {
  readonly form: "lines" | "matrix";
  readonly height: number;
}

export interface DiagramLayout {
  /** The inputs, then each layer. */
  readonly rows: readonly DiagramRow[];
  /** `weights[k]` lead into layer k. */
  readonly weights: readonly DiagramWeights[];
}

/** The places of all marks of a network, from the inputs down to the output. */
export function layoutDiagram(network: NetworkLayout): DiagramLayout {
  const inputsPerMark = Math.ceil(network.inputs / MOST_BANDS);
  const inputs = placeMarks(Math.ceil(network.inputs / inputsPerMark), inputsPerMark);
  const rows = [inputs, ...network.layers.map(({ units }) => placeMarks(units, 1))];
  const weights = network.layers.map((_, k) => placeWeights(rows[k]!.x.length, rows[k + 1]!.x.length));
  return { rows, weights };
}

function placeMarks(count: number, inputsPerMark: number): DiagramRow {
  const isCircles = count <= MOST_CIRCLES;
  const spacing = isCircles ? Math.min(WIDEST_SPACING, SPAN / count) : SPAN / count;
  const start = LEFT + (SPAN - count * spacing) / 2;
  return {
    shape: isCircles ? "circle" : "cell",
    x: Array.from({ length: count }, (_, i) => start + (i + 0.5) * spacing),
    spacing,
    height: MARK_HEIGHT,
    inputsPerMark,
  };
}

function placeWeights(above: number, below: number): DiagramWeights {
  if (above <= MOST_LINED && below <= MOST_LINED) return { form: "lines", height: LINES_HEIGHT };
  const row = Math.min(ROW.most, Math.max(ROW.least, MATRIX_HEIGHT / above));
  return { form: "matrix", height: row * above };
}
