import type { ComputeService } from "../../compute/service/tasks";
import type { PointAnalysis } from "../../convexity/points/analysis";
import type { SlicePlace } from "../../slice/slice-place";
import { createAskLatest } from "../../studio/run/ask-latest";
import { type InspectedSlice, isSameSlice } from "./inspected-slice";

/** Analyses places of the slice one after another, and keeps the analyses until the slice changes. */
export interface PointAnalyses {
  /** Names the slice. The analyses of another slice are deleted. */
  readonly setSlice: (slice: InspectedSlice | null) => void;
  /** Analyses these places in their order. They replace the places that were requested before and are not analysed yet. */
  readonly request: (places: readonly SlicePlace[]) => void;
  readonly find: (place: SlicePlace) => PointAnalysis | null;
}

interface PlaceRequest {
  readonly slice: InspectedSlice;
  readonly place: SlicePlace;
}

/** Analyses kept at once: more places than a reader visits in a few minutes, and only a few megabytes of memory. */
const MOST_KNOWN = 256;

/**
 * @param onFound  called after each analysis
 * @param onFailure  called with one sentence when an analysis has failed
 */
export function createPointAnalyses(
  service: ComputeService,
  onFound: () => void,
  onFailure: (message: string) => void,
): PointAnalyses {
  let slice: InspectedSlice | null = null;
  let requested: readonly SlicePlace[] = [];
  const known = new Map<string, PointAnalysis>();
  const failed = new Set<string>();
  const latest = createAskLatest<PlaceRequest, PointAnalysis>({
    run: ({ slice: { spec, parameters }, place: [x, y] }, signal) =>
      service.run("analyzePoint", { spec, parameters, x, y }, { signal }),
    isSame: (one, other) => isSameSlice(one.slice, other.slice) && keyOf(one.place) === keyOf(other.place),
    isOfUse: (running) => isSameSlice(running.slice, slice),
    onAnswer(found, { place }) {
      remember(keyOf(place), found);
      askNext();
      onFound();
    },
    onFailure(message, { place }) {
      failed.add(keyOf(place));
      onFailure(message);
      askNext();
    },
  });

  function askNext(): void {
    const place = requested.find((candidate) => !known.has(keyOf(candidate)) && !failed.has(keyOf(candidate)));
    latest.ask(slice && place ? { slice, place } : null);
  }

  function remember(key: string, found: PointAnalysis): void {
    known.set(key, found);
    const needed = new Set(requested.map(keyOf));
    for (const old of known.keys()) {
      if (known.size <= MOST_KNOWN) return;
      if (!needed.has(old)) known.delete(old);
    }
  }

  return {
    setSlice(next) {
      if (isSameSlice(next, slice)) return;
      slice = next;
      known.clear();
      failed.clear();
      askNext();
    },
    request(places) {
      requested = places;
      askNext();
    },
    find: (place) => known.get(keyOf(place)) ?? null,
  };
}

function keyOf([x, y]: SlicePlace): string {
  return `${x} ${y}`;
}
