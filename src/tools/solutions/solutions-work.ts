import { inBackground } from "../../compute/service/service";
import type { Solution } from "../../formats/files/solutions-file";
import { isAbort } from "../../studio/run/failure";
import type { ToolParts } from "../tool";
import { keepSolution } from "./keep-solution";
import { checkMembers, type Member, planeOfConnection } from "./solution-planes";
import type { SolutionsActions } from "./solutions-actions";
import type { SolutionsHold } from "./solutions-hold";
import type { FoundConnection, Role, Work } from "./solutions-state";
import { nextSeed, planSeeds, trainSeeds } from "./train-seeds";

type WorkActions = Pick<SolutionsActions, "trainSeeds" | "compare" | "connect" | "showConnection" | "cancel">;

export interface WorkParts extends Pick<ToolParts, "store" | "service"> {
  readonly keep: (solutions: readonly Solution[]) => void;
  /** @throws ChoiceError where nobody stands there */
  readonly member: (role: Role) => Member;
}

/** What takes a while: one thing at a time, with its progress, and it can be cancelled. */
export function createWork(hold: SolutionsHold, { store, service, keep, member }: WorkParts): WorkActions {
  const { getState, change, say, attempt } = hold;
  let abort = new AbortController();

  async function run(kind: Work["kind"], text: string, does: () => Promise<void>): Promise<void> {
    if (getState().work) return;
    abort = new AbortController();
    change({ work: { kind, text, fraction: null }, message: "" });
    try {
      await does();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!isAbort(error)) say(`${error.message}.`);
    }
    change({ work: null });
  }

  function report(kind: Work["kind"], fraction: number, text: string): void {
    change({ work: { kind, text, fraction } });
  }

  async function trainThem(): Promise<void> {
    const { seedCount, firstSeed, solutions } = getState();
    const { spec } = store.getState();
    const specs = planSeeds(spec, firstSeed ?? nextSeed(spec, solutions), seedCount);
    const complaints = await trainSeeds(specs, inBackground(service), abort.signal, {
      onProgress: (fraction, text) => report("seeds", fraction, text),
      onTrained: (trained) => keep([keepSolution(trained, Date.now())]),
    });
    change({ firstSeed: null });
    if (complaints.length > 0) say(complaints.join(" "));
  }

  async function compareThem(from: Member, to: Member): Promise<void> {
    const request = { spec: from.spec, from: from.parameters, to: to.parameters };
    const result = await service.run("compareModes", request, {
      signal: abort.signal,
      onProgress: (fraction) => report("comparison", fraction, "Comparing A and B"),
    });
    change({ comparison: { from, to, result } });
  }

  async function connectThem(from: Member, to: Member): Promise<void> {
    const { options } = getState();
    const request = { spec: from.spec, from: from.parameters, to: to.parameters, options };
    const result = await service.run("connectModes", request, {
      signal: abort.signal,
      onProgress: ({ step, steps }) =>
        report("connection", step / Math.max(1, steps), `Training the curve, step ${step}`),
    });
    const connection = { from, to, result, plane: null };
    change({ connection });
    // A reader who has gone on to something else keeps what they look at.
    if (result.step > 0 && store.getState().view.tool === "solutions") show(connection);
  }

  function show(connection: FoundConnection): void {
    attempt(() => {
      const spec = planeOfConnection(connection.from, connection.result, store.getState().spec.grid);
      change({ connection: { ...connection, plane: spec.plane } });
      store.dispatch({ type: "open", spec });
    });
  }

  return {
    trainSeeds: () => void run("seeds", "Waiting for the training on the page", trainThem),
    compare: () =>
      attempt(() => {
        const [from, to] = [member("a"), member("b")];
        checkMembers([from, to]);
        void run("comparison", "Comparing A and B", () => compareThem(from, to));
      }),
    connect: () =>
      attempt(() => {
        const [from, to] = [member("a"), member("b")];
        checkMembers([from, to]);
        void run("connection", "Training the curve", () => connectThem(from, to));
      }),
    showConnection() {
      const { connection } = getState();
      if (connection) show(connection);
    },
    cancel: () => abort.abort(),
  };
}
