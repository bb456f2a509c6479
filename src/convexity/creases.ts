import { makeGrid } from "../landscape/grid";
import type { Grid, LandscapePlan } from "../landscape/landscape";
import { createPacer, type Pacer } from "../model/pacer";
import { ZeroTracer } from "./creases-contour";
import { SwitchFields } from "./creases-fields";
import { FirstLayerLines, pointOnLine } from "./creases-lines";
import { type CreaseCandidate, type CreasePiece, cutLine, cutPolyline, jumpAt, signOf } from "./creases-pieces";
import { CreaseProbe, findKinkedLayers } from "./creases-probe";

/**
 * A line in the slice along which a unit switches for a sample, so that the slope of the loss jumps: a stretch of one sign.
 * Where it is concave the loss is not convex, whatever its second derivatives are beside it: D⁺(v) + D⁺(−v) < 0 there.
 */
export interface Crease {
  /** From 0; the last layer is the output, which switches under a hinge loss. */
  readonly layer: number;
  readonly unit: number;
  readonly sample: number;
  /** True for a straight line of the first layer; a traced line is approximate, to a small share of a grid cell. */
  readonly exact: boolean;
  /** Slice coordinates, two for an exact line. */
  readonly points: readonly (readonly [number, number])[];
  /** The mean along the line of D⁺(v) + D⁺(−v) = |∇z·v|·(1 − slope)·∂L/∂a, v the unit normal in slice coordinates, of this unit alone. */
  readonly jump: number;
  /** Concave where ∂L/∂a, the gradient with respect to the unit's output, is below 0. */
  readonly kind: "concave" | "convex";
}

/** The strongest creases of a slice. */
export interface CreaseSet {
  /** The largest |jump| first. */
  readonly creases: readonly Crease[];
  /** How many lines were found but are weaker than those listed. */
  readonly omitted: number;
  /** How many pairs of a sample and a unit were not looked at, for want of time. */
  readonly unexamined: number;
}

export interface CreaseOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** The most creases listed. */
  readonly limit?: number;
  /** The most weights visited in each of the steps that find, trace and follow them: about half a second's work each. */
  readonly effort?: number;
}

export const NO_CREASES: CreaseSet = { creases: [], omitted: 0, unexamined: 0 };
const CREASE_LIMIT = 2000;
export const EFFORT = 1e8;
/** A probe visits each weight about so often, for value, two derivatives and the way back. */
export const PROBE_VISITS = 6;
/** Points of a line that are looked at before the strongest are chosen. */
const TRIALS = [0.21, 0.5, 0.83] as const;
/** A jump below this share of the strongest one is rounding, or as good as none. */
const NEGLIGIBLE = 1e-12;
/** How many points of a chosen line are looked at, at least and at most. */
const LOOKS = { min: 6, max: 32 } as const;
/** The coarsest grid on which deeper layers are traced. */
const COARSEST_SIDE = 17;

/**
 * Finds where units with a kink switch within a slice. First-layer lines are exact; those of deeper layers, and of a hinge, are traced
 * through the cells of the plan's grid, or of a coarser one where that would cost too much. Where kinks of several units coincide, each
 * jump is that of its own unit with the others on the side of relu'(0) = 0.
 *
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function findCreases(plan: LandscapePlan, options: CreaseOptions = {}): Promise<CreaseSet> {
  const layers = findKinkedLayers(plan);
  if (layers.length === 0) return NO_CREASES;
  const search = new CreaseSearch(plan, options);
  if (layers[0] === 0) await search.collectLines();
  const deeper = layers.filter((layer) => layer > 0);
  if (deeper.length > 0) await search.collectTraces(deeper);
  return search.finish();
}

class CreaseSearch {
  readonly #plan: LandscapePlan;
  readonly #pacer: Pacer;
  readonly #probe: CreaseProbe;
  readonly #lines: FirstLayerLines;
  readonly #limit: number;
  readonly #effort: number;
  readonly #report: (fraction: number) => void;
  #grid: Grid;
  #candidates: CreaseCandidate[] = [];
  #omitted = 0;
  #unexamined = 0;

  constructor(plan: LandscapePlan, { signal, onProgress, limit, effort }: CreaseOptions) {
    this.#plan = plan;
    this.#grid = plan.grid;
    this.#pacer = createPacer(signal);
    this.#probe = new CreaseProbe(plan);
    this.#lines = new FirstLayerLines(plan);
    this.#limit = limit ?? CREASE_LIMIT;
    this.#effort = effort ?? EFFORT;
    this.#report = onProgress ?? (() => {});
  }

  async collectLines(): Promise<void> {
    const { samples } = this.#plan.data;
    const { units } = this.#plan.layout.layers[0]!;
    const cost = units * TRIALS.length * PROBE_VISITS * this.#plan.layout.parameterCount;
    const chosen = chooseSamples(samples, this.#effort / cost);
    this.#unexamined += (samples - chosen.length) * units;
    for (const [done, sample] of chosen.entries()) {
      for (let unit = 0; unit < units; unit++) {
        const line = this.#lines.find(sample, unit);
        if (!line) continue;
        const trials = TRIALS.map((share) => pointOnLine(line, line.from + share * (line.to - line.from)));
        this.#propose({ sample, layer: 0, unit, course: line }, trials);
      }
      if (this.#pacer.isDue()) await this.#rest(0.3 * (done / chosen.length));
    }
  }

  async collectTraces(layers: readonly number[]): Promise<void> {
    const { layout, data, grid } = this.#plan;
    const deepest = layout.layers[layers.at(-1)!]!;
    const visits = deepest.bias + deepest.units;
    const units = layers.reduce((sum, layer) => sum + layout.layers[layer]!.units, 0);
    const trials = units * TRIALS.length * PROBE_VISITS * layout.parameterCount;
    this.#grid = coarsenGrid(grid, (this.#effort / data.samples - trials) / visits);
    const points = this.#grid.columns * this.#grid.rows;
    const chosen = chooseSamples(data.samples, this.#effort / (points * visits + trials));
    this.#unexamined += (data.samples - chosen.length) * units;
    const fields = new SwitchFields(this.#plan, this.#grid, layers);
    const tracer = new ZeroTracer(this.#grid);
    for (const [done, sample] of chosen.entries()) {
      const fraction = 0.3 + 0.4 * (done / chosen.length);
      for (let row = 0; row < this.#grid.rows; row++) {
        fields.evaluateRow(sample, row);
        if (this.#pacer.isDue()) await this.#rest(fraction);
      }
      for (const [k, layer] of layers.entries()) {
        for (const [unit, field] of fields.fields[k]!.entries()) {
          for (const points of tracer.trace(field)) this.#proposeTrace(sample, layer, unit, points);
          if (this.#pacer.isDue()) await this.#rest(fraction);
        }
      }
    }
  }

  #proposeTrace(sample: number, layer: number, unit: number, points: [number, number][]): void {
    if (points.length < 2) return;
    const trials = TRIALS.map((share) => points[Math.floor(share * points.length)]!);
    this.#propose({ sample, layer, unit, course: points }, trials);
  }

  /** Keeps a line if it is among the strongest so far at the points tried. */
  #propose(line: Omit<CreaseCandidate, "strength">, trials: readonly [number, number][]): void {
    const jumps = trials.map((point) => Math.abs(jumpAt(this.#probe, { ...line }, point)));
    const strength = jumps.reduce((most, jump) => (jump > most ? jump : most), 0);
    if (strength === 0) return;
    this.#candidates.push({ ...line, strength });
    if (this.#candidates.length > 2 * this.#limit + 1000) this.#prune();
  }

  #prune(): void {
    this.#candidates.sort((a, b) => b.strength - a.strength);
    this.#omitted += Math.max(0, this.#candidates.length - this.#limit);
    this.#candidates.length = Math.min(this.#candidates.length, this.#limit);
  }

  async finish(): Promise<CreaseSet> {
    this.#prune();
    const least = NEGLIGIBLE * (this.#candidates[0]?.strength ?? 0);
    const cost = PROBE_VISITS * this.#plan.layout.parameterCount * Math.max(1, this.#candidates.length);
    const looks = Math.max(LOOKS.min, Math.min(LOOKS.max, Math.floor(this.#effort / cost)));
    const creases: Crease[] = [];
    for (const [done, candidate] of this.#candidates.entries()) {
      const { sample, layer, unit } = candidate;
      const exact = !Array.isArray(candidate.course);
      for (const { points, jump } of this.#cut(candidate, exact, least, looks)) {
        if (signOf(jump, least) === 0) continue;
        creases.push({ layer, unit, sample, exact, points, jump, kind: jump < 0 ? "concave" : "convex" });
      }
      if (this.#pacer.isDue()) await this.#rest(0.7 + 0.3 * (done / this.#candidates.length));
    }
    creases.sort((a, b) => Math.abs(b.jump) - Math.abs(a.jump));
    const listed = creases.slice(0, this.#limit);
    this.#report(1);
    return {
      creases: listed,
      omitted: this.#omitted + creases.length - listed.length,
      unexamined: this.#unexamined,
    };
  }

  #cut(candidate: CreaseCandidate, exact: boolean, least: number, looks: number): CreasePiece[] {
    return exact
      ? cutLine(this.#probe, this.#lines, candidate, least, looks)
      : cutPolyline(this.#probe, this.#grid, candidate, least, looks);
  }

  async #rest(fraction: number): Promise<void> {
    this.#report(fraction);
    await this.#pacer.rest();
  }
}

/** At most `affordable` samples, evenly chosen, at least one. */
export function chooseSamples(samples: number, affordable: number): number[] {
  const count = Math.max(1, Math.min(samples, Math.floor(affordable)));
  return Array.from({ length: count }, (_, i) => Math.floor((i * samples) / count));
}

/** The grid itself, or one over the same ranges with about `affordable` points. */
function coarsenGrid(grid: Grid, affordable: number): Grid {
  const share = Math.sqrt(Math.max(0, affordable) / (grid.columns * grid.rows));
  if (share >= 1) return grid;
  const side = (points: number) => Math.min(points, Math.max(COARSEST_SIDE, Math.floor(points * share)));
  return makeGrid({
    columns: side(grid.columns),
    rows: side(grid.rows),
    xRange: [grid.x[0]!, grid.x.at(-1)!],
    yRange: [grid.y[0]!, grid.y.at(-1)!],
  });
}
