import type { Certificate } from "../convexity/certificate/schema";
import type { CreaseSet } from "../convexity/creases/crease-set";
import type { Landscape } from "../convexity/points/landscape";
import type { Verdict } from "../convexity/verdict/verdict";
import type { SliceAxes } from "../drawing/surface/axis-names";
import { parseSpec } from "../experiment/parse";
import type { Spec } from "../experiment/spec";
import { describeDataset, describeNetwork } from "../formats/captions/experiment-words";
import { type ResultDocument, readCreases, readLandscape, readPlaneMeasure } from "../formats/files/result-file";
import type { SurfaceResult } from "../formats/surfaces/surface-result";
import { nameAxes } from "../studio/sentences/axis-words";
import { capitalise, nameActivation } from "../words/names";

/** A result of our own, or the numbers of another program as a result. */
export type ViewedDocument = ResultDocument | SurfaceResult;

/** What a view shows of a result. */
export interface ViewedResult {
  readonly title: string;
  /** A few words that fit over a legend. */
  readonly name: string;
  /** Null where another program computed the numbers. */
  readonly spec: Spec | null;
  readonly landscape: Landscape;
  readonly creases: CreaseSet;
  readonly axes: SliceAxes | null;
  readonly verdict: Verdict;
  readonly certificate: Certificate | null;
  /** What else must be known of the numbers, a sentence each. */
  readonly notes: readonly string[];
}

/** @throws SpecError where the experiment of a result cannot be read */
export function readViewed(document: ViewedDocument): ViewedResult {
  return "surface" in document ? readForeign(document) : readOwn(document);
}

function readOwn(document: ResultDocument): ViewedResult {
  const spec = parseSpec(document.spec);
  const measure = readPlaneMeasure(document);
  return {
    spec,
    name: `${nameActivation(spec.network.activation)} ${spec.network.layers.join("–")}`,
    title: capitalise(`${describeNetwork(spec.network)}; ${describeDataset(spec.dataset)}`),
    landscape: readLandscape(document),
    creases: readCreases(document),
    axes: measure && { ...measure, words: nameAxes(spec, null) },
    verdict: document.verdict,
    certificate: document.certificate,
    notes: [],
  };
}

function readForeign(document: SurfaceResult): ViewedResult {
  const { surface, verdict, certificate } = document;
  // A number that is null is read as a bound that is not known.
  const unknown = document.loss.map((row) => row.map(() => null));
  return {
    spec: null,
    name: surface.chosen,
    title: `${surface.file}: ${surface.chosen} of ${surface.program}`,
    landscape: readLandscape({
      ...document,
      errorBounds: { loss: unknown, curvature: unknown },
      backend: { kind: "reference", renderer: surface.program, floatBits: 64 },
    }),
    creases: { creases: [], omitted: 0, unexamined: 0 },
    axes: readPlaneMeasure(document),
    verdict,
    certificate,
    notes: surface.notes,
  };
}
