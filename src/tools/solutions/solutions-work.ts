import { inBackground } from "../../compute/service/service";
import type { Solution } from "../../formats/files/solutions-file";
import { isAbort } from "../../studio/run/failure";
import type { ToolParts } from "../tool";
import { keepSolution } from "./keep-solution";
import { checkMembers, type Member, planeOfConnection } from "./solution-planes";
import type { SolutionsActions } from "./solutions-actions";
import type { FoundConnection, Role, SolutionsStore, Work } from "./solutions-state";
import { nextSeed, planSeeds, trainSeeds } from "./train-seeds";

type WorkActions = Pick<SolutionsActions, "trainSeeds" | "compare" | "connect" | "showConnection" | "cancel">;

export interface WorkParts {
  readonly page: ToolParts["store"];
  readonly service: ToolParts["service"];
  readonly keep: (solutions: readonly Solution[]) => void;
  /** @throws ChoiceError where there are no such weights */
  readonly member: (role: Role) => Member;
  /** Runs an action; a ChoiceError becomes the tool's message. */
  readonly attempt: (act: () => void) => void;
}

/** The long computations: one at a time, with progress, each can be cancelled. */
export function createWork(
  { getState, dispatch }: SolutionsStore,
  { page, service, keep, member, attempt }: WorkParts,
): WorkActions {
  let abort = new AbortController();

  async function run(kind: Work["kind"], text: string, compute: () => Promise<void>): Promise<void> {
    if (getState().work) return;
    abort = new AbortController();
    dispatch({ type: "start-work", work: { kind, text, fraction: null } });
    try {
      await compute();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!isAbort(error)) dispatch({ type: "say", message: `${error.message}.` });
    }
    dispatch({ type: "end-work" });
  }

  function report(kind: Work["kind"], fraction: number, text: string): void {
    dispatch({ type: "report-work", work: { kind, text, fraction } });
  }

  async function trainAll(): Promise<void> {
    const { seedCount, firstSeed, solutions } = getState();
    const { spec } = page.getState();
    const specs = planSeeds(spec, firstSeed ?? nextSeed(spec, solutions), seedCount);
    const complaints = await trainSeeds(specs, inBackground(service), abort.signal, {
      onProgress: (fraction, text) => report("seeds", fraction, text),
      onTrained: (trained) => keep([keepSolution(trained, Date.now())]),
    });
    dispatch({ type: "end-seeds" });
    if (complaints.length > 0) dispatch({ type: "say", message: complaints.join(" ") });
  }

  async function compareBoth(from: Member, to: Member): Promise<void> {
    const request = { spec: from.spec, from: from.parameters, to: to.parameters };
    const result = await service.run("compareModes", request, {
      signal: abort.signal,
      onProgress: (fraction) => report("comparison", fraction, "Comparing A and B"),
    });
    dispatch({ type: "find-comparison", comparison: { from, to, result } });
  }

  async function connectBoth(from: Member, to: Member): Promise<void> {
    const { options } = getState();
    const request = { spec: from.spec, from: from.parameters, to: to.parameters, options };
    const result = await service.run("connectModes", request, {
      signal: abort.signal,
      onProgress: ({ step, steps }) =>
        report("connection", step / Math.max(1, steps), `Training the curve, step ${step}`),
    });
    // The page keeps its experiment: only the reader changes it to the plane of the curve.
    dispatch({ type: "find-connection", connection: { from, to, result, plane: null } });
  }

  function show(connection: FoundConnection): void {
    attempt(() => {
      const spec = planeOfConnection(connection.from, connection.result, page.getState().spec.grid);
      dispatch({ type: "find-connection", connection: { ...connection, plane: spec.plane } });
      page.dispatch({ type: "open", spec });
    });
  }

  /** Starts a computation on A and B where they can be used together. */
  function runOnBoth(kind: Work["kind"], text: string, compute: (from: Member, to: Member) => Promise<void>): void {
    attempt(() => {
      const [from, to] = [member("a"), member("b")];
      checkMembers([from, to]);
      void run(kind, text, () => compute(from, to));
    });
  }

  return {
    trainSeeds: () => void run("seeds", "Waiting for the training on the page", trainAll),
    compare: () => runOnBoth("comparison", "Comparing A and B", compareBoth),
    connect: () => runOnBoth("connection", "Training the curve", connectBoth),
    showConnection() {
      const { connection } = getState();
      if (connection) show(connection);
    },
    cancel: () => abort.abort(),
  };
}
