import type { PointClass } from "../../convexity/points/point-class";
import type { PointReading } from "../../convexity/points/reading";
import type { Spec } from "../../experiment/spec";
import { type JsonNumber, toJsonNumber } from "../files/json-number";
import { writeCsv } from "./table";

/** A pin, and all that is computed at it. */
export interface PinnedReading {
  readonly name: string;
  readonly reading: PointReading;
  /** θ + x·dx + y·dy in the contract's order; null where it is not known. */
  readonly parameters: ArrayLike<number> | null;
}

/** The pins of an experiment as a file. Derivatives are in slice coordinates. */
export interface PinsDocument {
  readonly format: "losscape-pins";
  readonly version: 1;
  readonly spec: Spec;
  readonly pins: readonly PinDocument[];
}

interface PinDocument {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly source: PointReading["source"];
  readonly class: PointClass;
  readonly loss: JsonNumber;
  readonly lossError: JsonNumber;
  readonly gradient: { readonly x: JsonNumber; readonly y: JsonNumber; readonly error: JsonNumber } | null;
  readonly curvature: Readonly<Record<"xx" | "xy" | "yy" | "error" | "min" | "max" | "eigenvalueError", JsonNumber>>;
  readonly directions: PointReading["directions"];
  readonly parameters: readonly number[] | null;
}

const HEAD = [
  ["name", "x", "y", "class", "source", "loss", "loss error", "gradient x", "gradient y", "gradient error"],
  ["xx", "xy", "yy", "curvature error", "lambda min", "lambda max", "lambda error"],
  ["min direction x", "min direction y", "max direction x", "max direction y"],
].flat();

/** One row for each pin. */
export function writePinsCsv(pins: readonly PinnedReading[]): string {
  return writeCsv(
    HEAD,
    pins.map(({ name, reading }) => {
      const { gradient, directions } = reading;
      const slope = gradient ? [gradient.x, gradient.y, gradient.error] : [null, null, null];
      const ways = directions ? [...directions.min, ...directions.max] : [null, null, null, null];
      return [
        ...[name, reading.x, reading.y, reading.pointClass, reading.source, reading.loss, reading.lossError, ...slope],
        ...[reading.xx, reading.xy, reading.yy, reading.curvatureError],
        ...[reading.min, reading.max, reading.eigenvalueError, ...ways],
      ];
    }),
  );
}

/** @param spec  the experiment whose slice the pins are in */
export function writePinsDocument(pins: readonly PinnedReading[], spec: Spec): PinsDocument {
  return { format: "losscape-pins", version: 1, spec, pins: pins.map(writePin) };
}

function writePin({ name, reading, parameters }: PinnedReading): PinDocument {
  const { x, y, source, pointClass, loss, lossError, gradient, directions } = reading;
  return {
    name,
    x,
    y,
    source,
    class: pointClass,
    loss: toJsonNumber(loss),
    lossError: toJsonNumber(lossError),
    gradient: gradient && {
      x: toJsonNumber(gradient.x),
      y: toJsonNumber(gradient.y),
      error: toJsonNumber(gradient.error),
    },
    curvature: {
      xx: toJsonNumber(reading.xx),
      xy: toJsonNumber(reading.xy),
      yy: toJsonNumber(reading.yy),
      error: toJsonNumber(reading.curvatureError),
      min: toJsonNumber(reading.min),
      max: toJsonNumber(reading.max),
      eigenvalueError: toJsonNumber(reading.eigenvalueError),
    },
    directions,
    parameters: parameters && Array.from(parameters),
  };
}
