import type { ComputeService } from "../../compute/service/tasks";
import type { PointAnalysis } from "../../convexity/points/analysis";
import type { SlicePlace } from "../../slice/slice-place";
import { createAskLatest } from "../../studio/run/ask-latest";
import { isSameSubject, type Subject } from "./subject";

/** Has points analysed one after another, those that matter most first, and remembers them while the slice stays. */
export interface Analyst {
  /** Says of which slice; of another, all is forgotten. */
  readonly turnTo: (subject: Subject | null) => void;
  /** Has these places analysed, the first of them first. Those asked for before and not begun are dropped. */
  readonly want: (places: readonly SlicePlace[]) => void;
  readonly find: (place: SlicePlace) => PointAnalysis | null;
}

interface PlaceRequest {
  readonly subject: Subject;
  readonly place: SlicePlace;
}

/** Places that are remembered: more than a hand visits in a while, and less than memory notices. */
const MOST_KNOWN = 256;

/**
 * @param onFound  called when an analysis has come
 * @param onFailure  called with one sentence when one has failed
 */
export function createAnalyst(
  service: ComputeService,
  onFound: () => void,
  onFailure: (message: string) => void,
): Analyst {
  let subject: Subject | null = null;
  let wanted: readonly SlicePlace[] = [];
  const known = new Map<string, PointAnalysis>();
  const failed = new Set<string>();
  const latest = createAskLatest<PlaceRequest, PointAnalysis>({
    run: ({ subject: { spec, parameters }, place: [x, y] }, signal) =>
      service.run("analyzePoint", { spec, parameters, x, y }, { signal }),
    isSame: (one, other) => isSameSubject(one.subject, other.subject) && keyOf(one.place) === keyOf(other.place),
    isOfUse: (running) => isSameSubject(running.subject, subject),
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
    const place = wanted.find((candidate) => !known.has(keyOf(candidate)) && !failed.has(keyOf(candidate)));
    latest.ask(subject && place ? { subject, place } : null);
  }

  function remember(key: string, found: PointAnalysis): void {
    known.set(key, found);
    const needed = new Set(wanted.map(keyOf));
    for (const old of known.keys()) {
      if (known.size <= MOST_KNOWN) return;
      if (!needed.has(old)) known.delete(old);
    }
  }

  return {
    turnTo(next) {
      if (isSameSubject(next, subject)) return;
      subject = next;
      known.clear();
      failed.clear();
      askNext();
    },
    want(places) {
      wanted = places;
      askNext();
    },
    find: (place) => known.get(keyOf(place)) ?? null,
  };
}

function keyOf([x, y]: SlicePlace): string {
  return `${x} ${y}`;
}
