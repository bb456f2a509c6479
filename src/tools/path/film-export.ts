import { inBackground } from "../../compute/service/service";
import type { ComputeService } from "../../compute/service/tasks";
import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { Landscape } from "../../convexity/points/landscape";
import { type CommonScales, fitCommonScales } from "../../drawing/surface/surface-drawing";
import type { Spec } from "../../experiment/spec";
import { encodeVideo, findVideoKind, type VideoKind } from "../../formats/pictures/video";
import type { Parameters } from "../../model/network/layout";
import type { PlacedPlane } from "../../slice/plane/plane";
import { createTracer, planeInSight, type TracePath } from "../../studio/run/trace-path";
import { isOutdated } from "../../studio/state/belonging";
import { followOf } from "../../studio/state/follow";
import { settleExperiment } from "../../studio/state/settled";
import type { StudioState } from "../../studio/state/state";
import { wholeTraining } from "../../studio/state/timeline";
import type { TrajectoryPoint } from "../../studio/state/training-state";
import { scenePath, TRAINING_TONE } from "../../studio/views/surface/path-layer";
import { formatExact, formatNumber } from "../../words/numbers";
import type { ToolParts } from "../tool";
import { cameraOfFrame, type FilmChoice, planFilm, pointOfFrame, samplePoints } from "./film";
import { openFrameStage } from "./frame-stage";

/** The slices that the common scales are fitted to have this many points along each side. */
const SAMPLE_SIDE = 33;

export interface Film {
  readonly blob: Blob;
  readonly kind: VideoKind;
}

/** A slice with everything that is drawn on it. */
interface FilmedSlice {
  readonly landscape: Landscape;
  readonly plane: PlacedPlane;
  readonly creases: CreaseSet | null;
}

/**
 * Makes a video of a training from its first recorded step to its last. Each frame is evaluated, drawn and encoded before the next
 * begins. The slice follows the weights or stays, as on the page; a slice that stays is the one that the page shows. Slices are
 * evaluated in the background.
 *
 * @throws Error with one sentence when a slice cannot be evaluated, drawn or encoded
 * @throws DOMException named AbortError when the signal is aborted
 */
export async function exportFilm(
  { store, service, view }: Pick<ToolParts, "store" | "service" | "view">,
  choice: FilmChoice,
  options: { readonly signal: AbortSignal; readonly onProgress: (frames: number) => void },
): Promise<Film> {
  const state = store.getState();
  const plan = planFilm(choice);
  const kind = await findVideoKind(plan, choice.file);
  const { trajectory, steps } = wholeTraining(state);
  const stage = openFrameStage(plan, view.theme());
  const trace = createTracer();
  try {
    const slices = followOf(state) === "plane" ? keepSlice(state) : followSlices(state, service, options.signal);
    const scales = choice.heights === "same in all frames" ? await slices.fitScales(trajectory) : null;
    const blob = await encodeVideo(
      plan,
      kind,
      async (frame) => {
        const index = pointOfFrame(frame, plan.frames, trajectory.length);
        const point = trajectory[index]!;
        const { landscape, plane, creases } = await slices.find(point);
        return stage.draw({
          landscape,
          creases,
          paths: state.view.path ? trajectoryUpTo(trace, plane, trajectory, index) : null,
          view: { ...state.view, camera: cameraOfFrame(state.view.camera, choice, frame) },
          caption: describeFrame(point, steps),
          scales,
        });
      },
      options,
    );
    return { blob, kind };
  } finally {
    stage.dispose();
  }
}

function trajectoryUpTo(trace: TracePath, plane: PlacedPlane, trajectory: readonly TrajectoryPoint[], index: number) {
  return [scenePath("training", TRAINING_TONE, trace(plane, trajectory.slice(0, index + 1)))];
}

/** Gives the slice of each frame. */
interface SliceSource {
  readonly find: (point: TrajectoryPoint) => Promise<FilmedSlice>;
  /** Scales that fit the slices of the whole trajectory; null where all frames have one slice. */
  readonly fitScales: (trajectory: readonly TrajectoryPoint[]) => Promise<CommonScales | null>;
}

/** The slice on the page, for every frame. */
function keepSlice(state: StudioState): SliceSource {
  const { shown, outcome } = state.run.landscape;
  const plane = planeInSight(state);
  if (!shown || !plane || isOutdated(state))
    throw new Error("There is no slice yet on which the video could show the trajectory.");
  const slice = { landscape: shown, plane, creases: outcome?.creases ?? null };
  return { find: async () => slice, fitScales: async () => null };
}

/** A slice around the weights of each step. Frames that show the same step use the same slice. */
function followSlices(state: StudioState, service: ComputeService, signal: AbortSignal): SliceSource {
  const evaluate = (spec: Spec, parameters: Parameters) =>
    inBackground(service).run("evaluate", { spec, parameters, extent: "slice" }, { signal });
  const { spec } = settleExperiment({ spec: state.spec, run: { ...state.run, training: wholeTraining(state) } });
  let known: { readonly point: TrajectoryPoint; readonly slice: FilmedSlice } | null = null;
  const coarse = { ...spec, grid: { ...spec.grid, columns: SAMPLE_SIDE, rows: SAMPLE_SIDE } };
  return {
    async find(point) {
      if (known?.point === point) return known.slice;
      const { landscape, plane } = await evaluate(spec, point.parameters);
      if (!plane) throw new Error("The slice does not name its plane.");
      known = { point, slice: { landscape, plane, creases: null } };
      return known.slice;
    },
    async fitScales(trajectory) {
      const landscapes: Landscape[] = [];
      for (const index of samplePoints(trajectory.length)) {
        const { parameters } = trajectory[index]!;
        landscapes.push((await evaluate(coarse, parameters)).landscape);
      }
      return fitCommonScales(landscapes, state.view.height);
    },
  };
}

function describeFrame({ step, loss }: TrajectoryPoint, steps: number): string {
  return `Step ${formatExact(step)} of ${formatExact(steps)}   Loss ${formatNumber(loss)}`;
}
