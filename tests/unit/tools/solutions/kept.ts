import type { Solution } from "../../../../src/formats/files/solutions-file";
import { keepSolution } from "../../../../src/tools/solutions/keep-solution";
import { describeMoons, trainNetwork } from "../../slice/plane/trained-network";

/** Solutions of one small experiment, trained from rising seeds. */
export async function keepSeeds(count: number, changes: object = {}, steps = 20): Promise<Solution[]> {
  const seeds = Array.from({ length: count }, (_, i) => i + 1);
  return Promise.all(
    seeds.map(async (seed) => {
      const spec = describeMoons(changes, { seed, steps });
      const { center } = await trainNetwork(spec);
      return keepSolution({ spec, parameters: center, step: steps }, seed);
    }),
  );
}
