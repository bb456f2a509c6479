import { type Candidate, withEntries } from "./candidate";
import { listDirections, makeLine } from "./entry-direction";
import { average, type PairProblem, sampleRows } from "./pair-problem";
import type { PairRanking } from "./pair-ranking";

/** Number of places on a line of the argument of an output's sigmoid, in steps of ¼. */
const OUTPUT_STEPS = 64;

/** Adds chords that move only the bias of an output with a sigmoid. */
export function addOutputBias(
  ranking: PairRanking,
  { layout, l2, loss }: PairProblem,
  output: number,
  target: number,
): void {
  const last = layout.layers.at(-1)!;
  const place = (c: number) => withEntries(layout, new Map([[last.bias + output, c]]));
  const losses = listSteps().map((step) => loss(step / 4, target));
  addLine(ranking, losses, l2 / 16, 0, (from, to) => [place(from / 4), place(to / 4)]);
}

/** Adds chords that move the weights of one or of several inputs, without a hidden layer, of an output with a sigmoid. */
export function addEnds(ranking: PairRanking, problem: PairProblem, output: number): void {
  const { layout, l2, data } = problem;
  const last = layout.layers[0]!;
  const rows = sampleRows(data);
  for (const direction of listDirections(problem, output, rows)) {
    const length = Math.sqrt(average(rows, (row) => direction.along(row) ** 2));
    const unit = 2 ** Math.round(Math.log2(1 / length)) / 4;
    if (!Number.isFinite(unit)) continue;
    const line = makeLine(problem, rows, direction, output);
    for (let c = -4; c <= 4; c++) {
      const losses = listSteps().map((step) => line.measure(c, step * unit));
      const place = (step: number) => {
        const entries = direction.w.map((w, i): [number, number] => [
          last.kernel + i * last.units + output,
          w * step * unit,
        ]);
        return withEntries(layout, new Map([...entries, [last.bias + output, c + direction.b * step * unit]]));
      };
      addLine(ranking, losses, l2 * direction.square * unit * unit, l2 * c * c, (from, to) => [place(from), place(to)]);
    }
  }
}

function listSteps(): number[] {
  return Array.from({ length: 2 * OUTPUT_STEPS + 1 }, (_, k) => k - OUTPUT_STEPS);
}

/** Adds all chords between equally spaced places of a line. @param penalty  l2 times the square of one step's length */
function addLine(
  ranking: PairRanking,
  losses: readonly number[],
  penalty: number,
  size: number,
  make: (from: number, to: number) => Candidate,
): void {
  for (let middle = 1; middle < losses.length - 1; middle++) {
    for (let half = 1; half <= Math.min(middle, losses.length - 1 - middle); half++) {
      const ends = (losses[middle - half]! + losses[middle + half]!) / 2;
      const gap = losses[middle]! - ends - penalty * half * half;
      const [from, to] = [middle - half - OUTPUT_STEPS, middle + half - OUTPUT_STEPS];
      ranking.add(gap, Math.abs(losses[middle]!) + Math.abs(ends) + size, () => make(from, to));
    }
  }
}
