import type { NetworkLayout } from "../../model/network/layout";
import type { UnitState } from "../../model/report/unit";

/** A unit: its layer, where 0 is the layer next to the inputs, and its index in the layer. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
}

/** A move of the reader from one unit to another. */
export type UnitMove = "left" | "right" | "up" | "down" | "first" | "last";

export function isSameUnit(one: UnitPlace | null, other: UnitPlace | null): boolean {
  return one?.layer === other?.layer && one?.unit === other?.unit;
}

/** The unit itself, or the nearest unit of the network. */
export function keepInNetwork({ layers }: NetworkLayout, { layer, unit }: UnitPlace): UnitPlace {
  const inside = Math.min(layer, layers.length - 1);
  return { layer: inside, unit: Math.min(unit, layers[inside]!.units - 1) };
}

/** The unit beside it, or at about the same place in the layer before or after; the unit itself where there is none. */
export function moveFrom({ layers }: NetworkLayout, { layer, unit }: UnitPlace, move: UnitMove): UnitPlace {
  const { units } = layers[layer]!;
  switch (move) {
    case "left":
      return { layer, unit: Math.max(0, unit - 1) };
    case "right":
      return { layer, unit: Math.min(units - 1, unit + 1) };
    case "first":
      return { layer, unit: 0 };
    case "last":
      return { layer, unit: units - 1 };
    case "up":
    case "down": {
      const next = layers[move === "up" ? layer - 1 : layer + 1];
      if (!next) return { layer, unit };
      const place = (unit + 0.5) / units;
      return { layer: move === "up" ? layer - 1 : layer + 1, unit: Math.floor(place * next.units) };
    }
  }
}

/** "Hidden 2", "Output". */
export function nameLayer({ layers }: NetworkLayout, layer: number): string {
  return layer === layers.length - 1 ? "Output" : `Hidden ${layer + 1}`;
}

/** "Hidden 2, unit 5", counted from 1. */
export function nameUnit(layout: NetworkLayout, { layer, unit }: UnitPlace): string {
  return `${nameLayer(layout, layer)}, unit ${unit + 1}`;
}

export const STATE_WORDS: Readonly<Record<UnitState, string>> = {
  working: "working",
  dead: "dead",
  saturated: "saturated",
  "mostly-saturated": "mostly saturated",
};
