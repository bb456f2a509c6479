import * as v from "valibot";
import { describeIssue, parseSpec, SpecError } from "../../experiment/parse";
import { type Spec, TrainedWeightsSchema, type TrainedWeightsSpec } from "../../experiment/spec";

/** A kept trained network: an experiment with given weights, and how these were trained. */
export interface Solution {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  /** The training; null for weights from a file. */
  readonly training: TrainedWeightsSpec | null;
  /** The number of steps taken. */
  readonly step: number;
  /** The loss over all samples, in float64, when the solution was kept; null where it was not finite. */
  readonly loss: number | null;
  /** The experiment, with given weights. */
  readonly spec: SolvedSpec;
}

/** An experiment with given weights. */
export type SolvedSpec = Spec & { readonly weights: Extract<Spec["weights"], { kind: "given" }> };

/** A solution in a file, without the fields that are set when the reader keeps it. */
export type SolutionDraft = Omit<Solution, "id" | "keptAt">;

/** A solution cannot be read. The message is one sentence without its full stop. */
export class SolutionError extends Error {
  override name = "SolutionError";
  /** Whether a later version of this page wrote it, so that it may be intact. */
  readonly isNewer: boolean;

  constructor(message: string, isNewer = false) {
    super(message);
    this.isNewer = isNewer;
  }
}

/** Most solutions that are kept or read from one file. */
export const MOST_SOLUTIONS = 100;
/** Most characters of one kept solution: enough for 25,000 weights of 20 digits and a data set. */
export const MOST_SOLUTION_TEXT = 4_000_000;
export const LONGEST_NAME = 80;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME));
const DRAFT_ENTRIES = {
  name,
  training: v.optional(v.nullable(TrainedWeightsSchema), null),
  step: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  loss: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
  spec: v.unknown(),
};
const DraftSchema = v.strictObject(DRAFT_ENTRIES);
const KeptSchema = v.strictObject({
  format: v.literal("losscape-solution"),
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  keptAt: v.pipe(v.number(), v.finite(), v.minValue(0)),
  ...DRAFT_ENTRIES,
});
const CollectionSchema = v.strictObject({
  format: v.literal("losscape-solutions"),
  version: v.literal(1),
  solutions: v.pipe(v.array(v.unknown()), v.maxLength(MOST_SOLUTIONS)),
});

/** Writes a solution for storage. */
export function writeKeptSolution(solution: Solution): string {
  return JSON.stringify({ format: "losscape-solution", version: 1, ...solution });
}

/**
 * Reads a stored solution. Storage is untrusted: its size is checked before it is parsed, and all numbers go through the one parser.
 * @throws SolutionError with one sentence
 */
export function readKeptSolution(text: unknown): Solution {
  if (typeof text !== "string") throw new SolutionError("it is not text");
  if (text.length > MOST_SOLUTION_TEXT) {
    throw new SolutionError(`its ${text.length} characters are more than ${MOST_SOLUTION_TEXT}`);
  }
  const content = parseJson(text);
  const version = ownValue(content, "version");
  const isNewer = typeof version === "number" && version > 1;
  const read = v.safeParse(KeptSchema, content, { abortEarly: true });
  if (!read.success) throw new SolutionError(describeIssue("solution", read.issues[0]), isNewer);
  const { format: _, version: __, ...kept } = read.output;
  return Object.freeze({ ...kept, spec: readSolvedSpec(kept.spec) });
}

/** All solutions as one file; each `spec` in it is a document that the command line takes. */
export function writeCollection(solutions: readonly Solution[]): string {
  const drafts = solutions.map(({ id: _, keptAt: __, ...draft }) => draft);
  return JSON.stringify({ format: "losscape-solutions", version: 1, solutions: drafts });
}

/** The solutions of a file, and one sentence for each solution in it that cannot be read. */
export interface ReadSolutions {
  readonly drafts: readonly SolutionDraft[];
  readonly complaints: readonly string[];
}

/**
 * Reads solutions from a collection, a spec with given weights, or a result.
 *
 * @param text  untrusted; its length was checked
 * @param nameOf  names a solution that has no name in the file
 * @throws SolutionError with one sentence when the file contains no solution
 */
export function readSolutionFile(text: string, nameOf: (spec: SolvedSpec) => string): ReadSolutions {
  const content = parseJson(text);
  if (ownValue(content, "format") !== "losscape-solutions") {
    const spec = readSolvedSpec(ownValue(content, "spec") ?? content);
    return { drafts: [{ name: nameOf(spec), training: null, step: 0, loss: null, spec }], complaints: [] };
  }
  const collection = v.safeParse(CollectionSchema, content, { abortEarly: true });
  if (!collection.success) throw new SolutionError(describeIssue("file", collection.issues[0]));
  const drafts: SolutionDraft[] = [];
  const complaints: string[] = [];
  collection.output.solutions.forEach((entry, i) => {
    try {
      drafts.push(readDraft(entry));
    } catch (error) {
      if (!(error instanceof SolutionError)) throw error;
      complaints.push(`solutions[${i}] is left out: ${error.message}`);
    }
  });
  return { drafts, complaints };
}

function readDraft(entry: unknown): SolutionDraft {
  const read = v.safeParse(DraftSchema, entry, { abortEarly: true });
  if (!read.success) throw new SolutionError(describeIssue("solution", read.issues[0]));
  return { ...read.output, spec: readSolvedSpec(read.output.spec) };
}

function readSolvedSpec(input: unknown): SolvedSpec {
  try {
    const spec = parseSpec(input);
    if (hasWeights(spec)) return spec;
  } catch (error) {
    throw error instanceof SpecError ? new SolutionError(error.message) : error;
  }
  throw new SolutionError("spec.weights.kind: is trained, and only given weights can be kept");
}

function hasWeights(spec: Spec): spec is SolvedSpec {
  return spec.weights.kind === "given";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SolutionError("it is not JSON");
  }
}

function ownValue(content: unknown, key: string): unknown {
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, key)) return undefined;
  return (content as Record<string, unknown>)[key];
}
