import "./path.css";
import { html, render } from "lit";
import type { PlacedPlane } from "../../slice/plane/plane";
import { explainTrajectory } from "../../slice/plane/trajectory-plane";
import { createTracer, planeInSight, thinTrajectory, upToSight } from "../../studio/run/trace-path";
import type { StudioState } from "../../studio/state/state";
import { canScrub, wholeTraining } from "../../studio/state/timeline";
import type { TrajectoryPoint } from "../../studio/state/training-state";
import { scenePath } from "../../studio/views/surface/path-layer";
import type { OpenTool } from "../tool";
import { createFilmSection } from "./film-section";
import { createFurtherRuns, type FurtherRun } from "./further-runs";
import { createPathChart } from "./path-chart";
import type { PathReport } from "./path-figures";
import { renderPath } from "./path-section";
import { type RunsChoice, renderRuns, toneOfRun } from "./runs-section";
import { createSurfaceLosses } from "./surface-losses";

/** The layer of the surface that further runs have. */
const LAYER = "runs";

/** The training's way over the slice: its figures, further runs beside it, and a video of it. */
export const openTool: OpenTool = (host, parts) => {
  const { store, service, view } = parts;
  const redraw = (): void => draw(store.getState());
  const chartHost = document.createElement("div");
  chartHost.className = "path-chart";
  const chart = createPathChart(chartHost);
  const losses = createSurfaceLosses(service, redraw);
  const runs = createFurtherRuns(parts, redraw);
  const film = createFilmSection(parts, redraw);
  const choice: RunsChoice = { count: 3 };
  const trace = createTracer();
  const explain = createExplainer();
  let isOpen = false;
  let laid: { readonly plane: PlacedPlane | null; readonly runs: readonly FurtherRun[] } = { plane: null, runs: [] };

  function readReport(state: StudioState): PathReport | null {
    const plane = planeInSight(state);
    const { trajectory } = wholeTraining(state);
    if (!plane || trajectory.length < 2) return null;
    const whole = trace(plane, thinTrajectory(trajectory, state.scrub));
    if (whole.length === 0) return null;
    const hasEnded = canScrub(state);
    const isResting = hasEnded && state.run.landscape.phase === "ready";
    return {
      points: upToSight(whole, state),
      surfaceLosses: isResting ? losses.find(state.spec, plane, whole) : null,
      explained: hasEnded ? explain(plane, trajectory) : null,
      parameterCount: plane.center.length,
    };
  }

  function layRuns(state: StudioState): void {
    const plane = isOpen ? planeInSight(state) : null;
    const done = runs.read().runs;
    if (plane === laid.plane && done === laid.runs) return;
    laid = { plane, runs: done };
    const paths = plane
      ? done.map((run, i) => scenePath(`seed ${run.seed}`, toneOfRun(i), trace(plane, run.trajectory)))
      : [];
    view.surface.setPaths(LAYER, paths.length > 0 ? paths : null);
  }

  function draw(state: StudioState): void {
    runs.keepWith(state.spec);
    layRuns(state);
    if (!isOpen) return;
    const report = readReport(state);
    const plane = planeInSight(state) ?? undefined;
    chartHost.hidden = report === null;
    render(
      html`${renderPath(state, store, report, chartHost)}
      ${renderRuns(state, runs, choice, (point) => plane && trace(plane, [point])[0]?.distance)}
      ${film.render(state)}`,
      host,
    );
    if (report) chart.show(report.points, report.surfaceLosses);
  }

  return {
    update(state) {
      isOpen = true;
      draw(state);
    },
    hide() {
      isOpen = false;
      layRuns(store.getState());
    },
    restyle: chart.restyle,
  };
};

/** The shares of a trajectory's variance along a plane, remembered while both are the same. */
function createExplainer(): (
  plane: PlacedPlane,
  trajectory: readonly TrajectoryPoint[],
) => readonly [number, number] | null {
  let known: { readonly plane: PlacedPlane; readonly trajectory: readonly TrajectoryPoint[] } | null = null;
  let shares: readonly [number, number] | null = null;
  return (plane, trajectory) => {
    if (known?.plane !== plane || known.trajectory !== trajectory) {
      known = { plane, trajectory };
      shares = explainTrajectory(
        plane,
        trajectory.map(({ parameters }) => parameters),
      );
    }
    return shares;
  };
}
