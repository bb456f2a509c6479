import * as v from "valibot";
import { LIMITS } from "./limits";
import { parseSpec, SpecError } from "./parse";
import { ACTIVATIONS, type Activation, type Spec } from "./spec";

export const HEIGHTS = ["linear", "log", "asinh"] as const;
export const COLORINGS = ["loss", "curvature"] as const;
/** Colour maps of the loss; the lightness of each rises in equal steps. */
export const COLOR_MAPS = ["viridis", "cividis", "magma", "greys"] as const;
export const THEMES = ["system", "light", "dark"] as const;
/** What moves when the reader selects another step of a training: the plane, with the weights; or only the head of the path. */
export const FOLLOWS = ["weights", "plane"] as const;
/** A link names the open tool; the page decides which tools exist. */
const ToolName = v.pipe(
  v.string(),
  v.maxLength(32),
  v.regex(/^[a-z]+$/, "the name of a tool has only lower-case letters"),
);
/** The number of lessons. */
export const LESSON_COUNT = 8;

/** Most pins in a link, and most characters of a pin's name. */
export const PIN_LIMITS = { count: 20, nameLength: 40 } as const;

/** The weights of a comparison: each experiment's own, the first experiment's for both, or the initial weights. */
export const COMPARED_WEIGHTS = ["own", "shared", "initial"] as const;

/** The other experiment of a comparison: the same with another activation, or an independent one, read by the one parser. */
const OtherSchema = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, Activation | Spec>(({ dataset, addIssue, NEVER }) => {
    const { value } = dataset;
    const activation = ACTIVATIONS.find((name) => name === value);
    if (activation) return activation;
    try {
      return parseSpec(value);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      addIssue({
        message:
          typeof value === "string" ? `${JSON.stringify(value.slice(0, 40))} is not an activation` : error.message,
      });
      return NEVER;
    }
  }),
);

/** The settings of a comparison: the other experiment, and what both share. */
const CompareSchema = v.strictObject({
  /** Absent: ReLU beside any other activation, and sigmoid beside ReLU. */
  other: v.optional(OtherSchema),
  weights: v.optional(v.picklist(COMPARED_WEIGHTS), "own"),
  /** Whether both use the first experiment's directions; absent: they do where the weights are the same. */
  onePlane: v.optional(v.boolean()),
});

const angle = v.pipe(v.number(), v.finite(), v.minValue(-1e3), v.maxValue(1e3));
const coordinate = v.pipe(v.number(), v.finite(), v.minValue(-10), v.maxValue(10));

const sliceCoordinate = v.pipe(v.number(), v.finite(), v.minValue(LIMITS.range.min), v.maxValue(LIMITS.range.max));

const PinSchema = v.strictObject({
  x: sliceCoordinate,
  y: sliceCoordinate,
  name: v.pipe(v.string(), v.maxLength(PIN_LIMITS.nameLength)),
});

/** The view of an experiment. Nothing here changes the computation. Lengths are in units of the surface's half width. */
export const ViewSchema = v.strictObject({
  height: v.optional(v.picklist(HEIGHTS), "linear"),
  coloring: v.optional(v.picklist(COLORINGS), "loss"),
  colorMap: v.optional(v.picklist(COLOR_MAPS), "viridis"),
  contours: v.optional(v.boolean(), true),
  marks: v.optional(v.boolean(), true),
  /** The lines where a unit switches and the slope of the loss jumps. Absent until the reader chooses: they are drawn where they are few. */
  creases: v.optional(v.boolean()),
  /** In the flat figure, one unit of x is as long as one unit of y. Absent until the reader chooses: so where the plot still fills the page. */
  equalScales: v.optional(v.boolean()),
  /** The training's trajectory, projected onto the slice. */
  path: v.optional(v.boolean(), true),
  /** Absent until the reader chooses; the kind of plane then decides. */
  follow: v.optional(v.picklist(FOLLOWS)),
  theme: v.optional(v.picklist(THEMES), "system"),
  /** The open tool, or null. */
  tool: v.optional(v.nullable(ToolName), null),
  /** Marked points of the slice, in slice coordinates. */
  pins: v.optional(v.pipe(v.array(PinSchema), v.maxLength(PIN_LIMITS.count), v.readonly()), []),
  /** The open lesson, from 1; null: the tool chooses. */
  lesson: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LESSON_COUNT))), null),
  compare: v.optional(CompareSchema),
  /** Azimuth and polar angle in radians, distance from the target. */
  camera: v.optional(
    v.strictObject({
      azimuth: angle,
      polar: v.pipe(v.number(), v.minValue(0), v.maxValue(Math.PI)),
      distance: v.pipe(v.number(), v.minValue(0.2), v.maxValue(40)),
      target: v.strictTuple([coordinate, coordinate, coordinate]),
    }),
    { azimuth: 0.36, polar: 1, distance: 7, target: [0, 0, 0] },
  ),
});

export type View = v.InferOutput<typeof ViewSchema>;
export type Pin = View["pins"][number];
export type Comparison = v.InferOutput<typeof CompareSchema>;
export type CameraView = View["camera"];
export const DEFAULT_VIEW: View = Object.freeze(v.parse(ViewSchema, {}));

/** Whether two views differ in nothing but the camera, which moves in every frame. */
export function isSameLook(one: View, other: View): boolean {
  const keys = Object.keys(one) as (keyof View)[];
  return one === other || keys.every((key) => key === "camera" || one[key] === other[key]);
}
