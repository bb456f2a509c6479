import { type LandscapeDifference, subtractLandscapes } from "../../convexity/points/difference";
import type { ComparedSurface } from "../../drawing/legend/comparison-legend";
import type { HeightMap } from "../../drawing/picture/picture-options";
import { type CommonScales, fitCommonScales } from "../../drawing/surface/surface-drawing";
import { exchangePins } from "../../studio/views/surface/exchange-layer";
import { proofChordOf } from "../../studio/views/surface/scene-chord-of";
import type { Sides } from "./compare-run";
import type { SideState } from "./side-state";

/** The surfaces of both sides. A surface is shown until its side has a newer one. */
export interface Surfaces {
  readonly a: ComparedSurface | null;
  readonly b: ComparedSurface | null;
  /** One scale for both. */
  readonly scales: CommonScales | null;
  /** Null while a surface is missing, and where the two grids differ. */
  readonly difference: LandscapeDifference | null;
  /** Whether the surface belongs to an earlier experiment. */
  readonly outdated: Readonly<Record<"a" | "b", boolean>>;
}

/** Makes the surfaces, and returns the same objects while nothing has changed. */
export class SurfaceMemory {
  #a: ComparedSurface | null = null;
  #b: ComparedSurface | null = null;
  #height: HeightMap | null = null;
  #made: Surfaces = { a: null, b: null, scales: null, difference: null, outdated: { a: false, b: false } };

  update(sides: Sides, height: HeightMap): Surfaces {
    const a = followSide("A", sides.a, this.#a);
    const b = followSide("B", sides.b, this.#b);
    const outdated = { a: a !== null && sides.a.shown === null, b: b !== null && sides.b.shown === null };
    const made = this.#made;
    const sameLosses = a?.landscape === this.#a?.landscape && b?.landscape === this.#b?.landscape;
    const shown = [a, b].flatMap((surface) => (surface ? [surface.landscape] : []));
    const scaleBoth = (): CommonScales | null => (shown.length > 0 ? fitCommonScales(shown, height) : null);
    const subtract = () => (a && b ? subtractLandscapes(a.landscape, b.landscape) : null);
    this.#made = {
      a,
      b,
      outdated,
      scales: sameLosses && height === this.#height ? made.scales : scaleBoth(),
      difference: sameLosses ? made.difference : subtract(),
    };
    this.#a = a;
    this.#b = b;
    this.#height = height;
    return this.#made;
  }
}

function followSide(
  name: string,
  { shown, outcome }: SideState,
  before: ComparedSurface | null,
): ComparedSurface | null {
  if (!shown) return before;
  const creases = outcome?.creases ?? null;
  if (before?.landscape === shown && before.creases === creases) return before;
  const chord = outcome?.finding ? proofChordOf(outcome.finding, shown.grid) : null;
  // The chord of a proof names its own points.
  const exchange = chord ? null : outcome?.plane?.exchange;
  const pins = exchange ? exchangePins(exchange) : [];
  return { name, landscape: shown, creases, chord, pins, measure: outcome?.measure ?? null };
}
