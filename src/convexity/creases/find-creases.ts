import { createPacer, type Pacer } from "../../numeric/pacer";
import type { ProgressOptions } from "../../numeric/progress-options";
import type { Grid } from "../../slice/grid";
import type { LandscapePlan } from "../../slice/landscape-plan";
import { type Crease, type CreaseSet, NO_CREASES } from "./crease-set";
import { FirstLayer } from "./first-layer";
import { FirstLayerLines, pointOnLine } from "./first-layer-lines";
import { type CreaseCandidate, CreaseCutter, type TracedLine } from "./pieces";
import { CreaseProbe, findKinkedLayers } from "./probe";
import type { SwitchSweep } from "./straight-path";
import { createSweep } from "./sweep";
import { GridCrossings } from "./trace";

export interface CreaseOptions extends ProgressOptions {
  /** The most creases listed. */
  readonly limit?: number;
  /** Most visits to weights for finding and for tracing, about a third of a second each; three times as many for following. */
  readonly effort?: number;
}

const CREASE_LIMIT = 2000;
export const EFFORT = 1e8;
/** Positions on a line at which the jump is computed before the strongest lines are chosen. */
const TRIALS = [0.21, 0.5, 0.83] as const;
/** Number of steps of a line, or of a line of the grid, where switches on it cannot be found exactly. */
const LINE_STEPS = 96;
/** A jump below this share of the strongest one is rounding or too weak to matter. */
const NEGLIGIBLE = 1e-12;
/** At least this many lines are followed, whatever the effort: a picture draws as many. */
const FOLLOWED_AT_LEAST = 100;
/** Following lines may take this multiple of the effort. */
const FOLLOWING_SHARE = 3;
/** The coarsest grid on which deeper layers are traced. */
const COARSEST_SIDE = 17;
/** The inner lines of the grid that deeper layers are traced on are shifted by this share of a cell, so that creases of a slice with round numbers do not pass through its corners. */
const SHIFT = 0.2360679774997898;

/**
 * Finds where units with a kink switch within a slice and the slope of the loss jumps. First-layer lines are exact; those of deeper layers,
 * and of a hinge, are traced through the cells of a grid like the plan's, or of a coarser one if that would take too long. Where a unit
 * switches only because another one switches, its part is in the jump of the other. docs/creases.md states the limits.
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
  readonly #sweep: SwitchSweep;
  readonly #sweepVisits: number;
  readonly #limit: number;
  readonly #effort: number;
  readonly #report: (fraction: number) => void;
  #grid: Grid;
  #candidates: CreaseCandidate[] = [];
  #omitted = 0;
  #unexamined = 0;

  constructor(plan: LandscapePlan, { signal, onProgress, limit, effort }: CreaseOptions) {
    const first = new FirstLayer(plan);
    this.#plan = plan;
    this.#pacer = createPacer(signal);
    this.#probe = new CreaseProbe(plan, first);
    this.#lines = new FirstLayerLines(plan, first);
    this.#sweep = createSweep(plan, first, LINE_STEPS);
    this.#sweepVisits = countSweepVisits(plan);
    this.#limit = limit ?? CREASE_LIMIT;
    this.#effort = effort ?? EFFORT;
    this.#report = onProgress ?? (() => {});
    this.#grid = shiftGrid(plan.grid, 1);
  }

  async collectLines(): Promise<void> {
    const { samples } = this.#plan.data;
    const { units } = this.#plan.layout.layers[0]!;
    const chosen = chooseSamples(samples, this.#effort / this.#countTrialVisits([0]));
    this.#unexamined += (samples - chosen.length) * units;
    for (const [done, sample] of chosen.entries()) {
      for (let unit = 0; unit < units; unit++) {
        const line = this.#lines.find(sample, unit);
        if (!line) continue;
        let strength = 0;
        for (const share of TRIALS) {
          const [x, y] = pointOnLine(line, line.from + share * (line.to - line.from));
          strength = larger(strength, this.#probe.findJump(sample, x, y, 0, unit));
        }
        this.#propose({ sample, layer: 0, unit, course: line, strength });
      }
      if (this.#pacer.isDue()) await this.#rest(0.3 * (done / chosen.length));
    }
  }

  async collectTraces(layers: readonly number[]): Promise<void> {
    const { layout, data, grid } = this.#plan;
    const units = layout.layers.map((layer) => layer.units);
    const tracedUnits = layers.reduce((sum, layer) => sum + units[layer]!, 0);
    const trials = this.#countTrialVisits(layers);
    const affordable = (this.#effort / data.samples - trials) / this.#sweepVisits;
    this.#grid = shiftGrid(grid, affordable / (grid.columns + grid.rows));
    const { columns, rows } = this.#grid;
    const chosen = chooseSamples(data.samples, this.#effort / ((columns + rows) * this.#sweepVisits + trials));
    this.#unexamined += (data.samples - chosen.length) * tracedUnits;
    const crossings = new GridCrossings(this.#grid, this.#sweep, layers, units);
    for (const [done, sample] of chosen.entries()) {
      crossings.begin(sample);
      for (let line = 0; line < columns + rows; line++) {
        crossings.addLine(line);
        if (this.#pacer.isDue()) await this.#rest(0.3 + 0.4 * (done / chosen.length));
      }
      for (const { layer, unit, line } of crossings.joinLines()) this.#proposeTrace(sample, layer, unit, line);
      if (this.#pacer.isDue()) await this.#rest(0.3 + 0.4 * (done / chosen.length));
    }
  }

  /** The visits to weights that the trials of a sample's lines take, at most one line for each unit of these layers. */
  #countTrialVisits(layers: readonly number[]): number {
    const units = (layer: number) => this.#plan.layout.layers[layer]!.units;
    const visits = layers.map((layer) => units(layer) * TRIALS.length * this.#probe.countJumpVisits(layer));
    return visits.reduce((sum, count) => sum + count, 0);
  }

  #proposeTrace(sample: number, layer: number, unit: number, line: TracedLine): void {
    let strength = 0;
    for (const share of TRIALS) {
      const at = Math.floor(share * line.x.length);
      strength = larger(strength, this.#probe.findJump(sample, line.x[at]!, line.y[at]!, layer, unit));
    }
    this.#propose({ sample, layer, unit, course: line, strength });
  }

  /** Keeps a line if it is among the strongest so far at the positions tried. */
  #propose(candidate: CreaseCandidate): void {
    this.#candidates.push(candidate);
    if (this.#candidates.length > 2 * this.#limit + 1000) this.#prune();
  }

  #prune(): void {
    this.#candidates.sort((a, b) => b.strength - a.strength);
    this.#omitted += Math.max(0, this.#candidates.length - this.#limit);
    this.#candidates.length = Math.min(this.#candidates.length, this.#limit);
  }

  /** Follows the lines, strongest first, within the effort; the others are left out. */
  async finish(): Promise<CreaseSet> {
    this.#prune();
    const least = NEGLIGIBLE * (this.#candidates[0]?.strength ?? 0);
    const cutter = new CreaseCutter(this.#probe, this.#sweep, this.#grid);
    const creases: Crease[] = [];
    const affordable = this.#probe.visits + FOLLOWING_SHARE * this.#effort;
    for (const [done, candidate] of this.#candidates.entries()) {
      if (done >= FOLLOWED_AT_LEAST && this.#probe.visits > affordable) {
        this.#omitted += this.#candidates.length - done;
        break;
      }
      const { sample, layer, unit } = candidate;
      const exact = "from" in candidate.course;
      for (const { points, jump } of cutter.cut(candidate, least)) {
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

  async #rest(fraction: number): Promise<void> {
    this.#report(fraction);
    await this.#pacer.rest();
  }
}

/** The larger of a strength and |jump|; a jump that is not a number is left out. */
function larger(strength: number, jump: number): number {
  return Math.abs(jump) > strength ? Math.abs(jump) : strength;
}

/** Evenly spaced samples: at most `affordable`, at least one. */
export function chooseSamples(samples: number, affordable: number): number[] {
  const count = Math.max(1, Math.min(samples, Math.floor(affordable)));
  return Array.from({ length: count }, (_, i) => Math.floor((i * samples) / count));
}

/**
 * The approximate number of weights that a sweep visits: those of the path, then each layer's once for each stretch of the layer below, and
 * one unit's weights where it switches. Half of a layer's units are assumed to switch.
 */
export function countSweepVisits(plan: LandscapePlan): number {
  const { layers, parameterCount } = plan.layout;
  const kinked = findKinkedLayers(plan);
  let visits = 2 * parameterCount;
  let stretches = 1;
  for (let k = 1; k <= (kinked.at(-1) ?? 0); k++) {
    const { inputs, units } = layers[k]!;
    const switches = kinked.includes(k - 1) ? inputs / 2 : 0;
    visits += 2 * k * units * (stretches * inputs + switches);
    stretches += switches;
  }
  return visits;
}

/** A grid over the same ranges with a share of the lines, but at least COARSEST_SIDE, and with the inner lines shifted. */
function shiftGrid({ columns, rows, x, y }: Grid, share: number): Grid {
  const side = (points: number) => Math.max(COARSEST_SIDE, Math.floor(points * Math.min(1, Math.max(0, share))));
  const place = (points: number, from: number, to: number) =>
    Float64Array.from({ length: points }, (_, i) => {
      if (i === 0) return from;
      return i === points - 1 ? to : from + ((i + SHIFT) / (points - 1)) * (to - from);
    });
  return {
    columns: side(columns),
    rows: side(rows),
    x: place(side(columns), x[0]!, x.at(-1)!),
    y: place(side(rows), y[0]!, y.at(-1)!),
  };
}
