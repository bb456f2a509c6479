import type { Spec } from "../../experiment/spec";
import { PlanMemory } from "../../slice/plan-memory";
import type { EngineChoice } from "../engine/engine-choice";
import type { EngineSource } from "../engine/engine-source";
import { measureSpeed } from "../engine/measure-speed";
import { findQuickEvaluator } from "../engine/quick-evaluator";
import { checkCertificate } from "../jobs/check-certificate";
import type { ModesRequest } from "../jobs/compare-modes";
import type { ConnectionRequest, ConnectProgress } from "../jobs/connect-modes";
import { type EvaluationRequest, evaluateLandscape } from "../jobs/evaluate-landscape";
import { evaluateLosses } from "../jobs/evaluate-losses";
import type * as inspect from "../jobs/inspect-slice";
import type { LandscapeProgress } from "../jobs/landscape-outcome";
import type { TaskContext } from "../jobs/task-context";
import type { RaceProgress, RaceRequest } from "../jobs/training/race";
import { runTraining } from "../jobs/training/run-training";
import type { RaceCommand, TrainingCommand } from "../jobs/training/step-control";
import type { TrainingProgress } from "../jobs/training/training-outcome";
import { warmNetworks } from "../jobs/warm-networks";
import type { WeightsRequest } from "../jobs/weights-request";
import type { Service, TaskTable, TaskTypes } from "./service";

/** Loads the code of the tasks that look at one slice: what the first surface does not need is not loaded before it. */
const inspectLater = <Result>(task: (jobs: typeof inspect) => Promise<Result>): Promise<Result> =>
  import("../jobs/inspect-slice").then(task);

/**
 * The table of all tasks of the compute service, by name. Each is a function of a request and a context; the types of request, response,
 * progress and commands are inferred from it, here and at every call. A response belongs to the caller: it contains no array that is
 * kept here, because its buffers move to the page.
 */
export function createTasks(engines: EngineSource) {
  const plans = new PlanMemory();
  return {
    /** The engine of the next computation, and why it is that one. */
    describe: async () => engines.describe(),
    /** Chooses the engine of the computations that begin from now on. */
    chooseEngine: (choice: EngineChoice) => engines.choose(choice),
    /** Times WebGL and the processor where the choice is automatic and they are not compared yet; the faster one is then current. */
    compareEngines: (_: undefined, { signal }: TaskContext) => engines.compare(signal),
    /** The speed of the current engine on an experiment, from a small part of its landscape and of its training. */
    measureSpeed: (spec: Spec, { signal }: TaskContext) => measureSpeed(engines.current, spec, signal),
    /** Trains as `spec.weights` says; given weights are returned unchanged. On one machine the same spec always gives the same weights. */
    train: (spec: Spec, context: TaskContext<TrainingProgress, TrainingCommand>) =>
      runTraining(engines.current, spec, context),
    /** Trains with several optimizers in step. After any number of steps, a runner has the weights of `train` with its optimizer. */
    race: async (request: RaceRequest, context: TaskContext<RaceProgress, RaceCommand>) => {
      const { runRace } = await import("../jobs/training/run-race");
      return runRace(engines.current, request, context);
    },
    /**
     * Evaluates the slice of a spec around θ. The verdict from the weights alone is reported before the call settles, also where the call
     * rejects because the grid or the plane cannot be computed.
     */
    evaluate: (request: EvaluationRequest, context: TaskContext<LandscapeProgress>) =>
      evaluateLandscape(engines.current, plans, request, context),
    /** The loss along a chord of a slice or of the whole weight space. */
    profileChord: (request: inspect.ChordRequest, context: TaskContext) =>
      inspectLater(({ profileSpecChord }) =>
        profileSpecChord(plans, request, context, findQuickEvaluator(engines.current)),
      ),
    /** Searches for a certificate on one chord of a slice; null where none is found. */
    proveChord: (request: inspect.LineRequest, context: TaskContext) =>
      inspectLater(({ proveSpecChord }) => proveSpecChord(plans, request, context)),
    /** The loss along a line of a slice. Reports the fraction done. */
    profileCut: (request: inspect.LineRequest, context: TaskContext<number>) =>
      inspectLater(({ profileSpecCut }) => profileSpecCut(plans, request, context, engines.current.float64)),
    /** The loss at a point of a slice with its derivatives, in float64. */
    analyzePoint: (request: inspect.PointRequest, context: TaskContext) =>
      inspectLater(({ analyzeSpecPoint }) => analyzeSpecPoint(plans, request, context)),
    /** The whole Hessian at a point of a slice. Reports the fraction done. */
    analyzeHessian: (request: inspect.PointRequest, context: TaskContext<number>) =>
      inspectLater(({ analyzeSpecHessian }) => analyzeSpecHessian(plans, request, context)),
    /** The whole Hessian at θ, for any plane of the spec. Reports the fraction done. */
    analyzeCenterHessian: (request: WeightsRequest, context: TaskContext<number>) =>
      inspectLater(({ analyzeCenterHessian }) => analyzeCenterHessian(request, context)),
    /** The activity of each unit over the data at θ, and the gradient of each layer, in float64. */
    reportNetwork: async (request: WeightsRequest, context: TaskContext) => {
      const { reportSpecNetwork } = await import("../jobs/report-network");
      return reportSpecNetwork(request, context);
    },
    /** The losses of a spec's data at each of some weights, in float64. */
    evaluateLosses,
    /** Compares two solutions of a network on the spec's data and loss. Reports the fraction done. */
    compareModes: async (request: ModesRequest, context: TaskContext<number>) => {
      const { compareModes } = await import("../jobs/compare-modes");
      return compareModes(request, context, engines.current.float64);
    },
    /** Trains a curve between two solutions of a network, and measures the loss along it and along the straight line. */
    connectModes: async (request: ConnectionRequest, context: TaskContext<ConnectProgress>) => {
      const { connectModes } = await import("../jobs/connect-modes");
      return connectModes(request, context, engines.current);
    },
    /** Checks a certificate's text with the verifier only. It rejects for no text. */
    verify: checkCertificate,
    /** Compiles in advance the programs for other experiments. Never fails. */
    warm: (specs: readonly Spec[], context: TaskContext) => warmNetworks(engines.current, specs, context),
    /** Drops the graphics context as a driver would, for tests of the recovery. */
    loseContext: async () => engines.current.loseContext(),
  } satisfies TaskTable;
}

export type ComputeTasks = ReturnType<typeof createTasks>;

/** Request, response, progress and command of each task. */
export type Tasks = TaskTypes<ComputeTasks>;

/** The service that computes all numbers of the page, in a worker or on the page itself. */
export type ComputeService = Service<ComputeTasks>;
