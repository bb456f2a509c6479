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
import { createFurtherRuns } from "./further-runs";
import type { FurtherRun } from "./further-runs-state";
import { renderRuns, toneOfRun } from "./runs-section";
import { createSurfaceLosses } from "./surface-losses";
import { createTrajectoryChart } from "./trajectory-chart";
import { renderTrajectory } from "./trajectory-section";
import type { TrajectoryReport } from "./trajectory-values";

/** The layer of the surface with the trajectories of further runs. */
const LAYER = "runs";

/** The training's trajectory on the slice: its values, further runs beside it, and a video of it. */
export const openTool: OpenTool = (host, parts) => {
  const { store, service, view } = parts;
  const redraw = (): void => draw(store.getState());
  const chartHost = document.createElement("div");
  chartHost.className = "trajectory-chart";
  const chart = createTrajectoryChart(chartHost);
  const losses = createSurfaceLosses(service, redraw);
  const runs = createFurtherRuns(parts, redraw);
  const film = createFilmSection(parts, redraw);
  const trace = createTracer();
  const explain = createExplainer();
  let isOpen = false;
  let drawn: { readonly plane: PlacedPlane | null; readonly runs: readonly FurtherRun[] } = { plane: null, runs: [] };

  function readReport(state: StudioState): TrajectoryReport | null {
    const plane = planeInSight(state);
    const { trajectory } = wholeTraining(state);
    if (!plane || trajectory.length < 2) return null;
    const whole = trace(plane, thinTrajectory(trajectory, state.scrub));
    if (whole.length === 0) return null;
    const hasEnded = canScrub(state);
    const isComplete = hasEnded && state.run.landscape.phase === "ready";
    return {
      points: upToSight(whole, state),
      surfaceLosses: isComplete ? losses.find(state.spec, plane, whole) : null,
      explained: hasEnded ? explain(plane, trajectory) : null,
      parameterCount: plane.center.length,
    };
  }

  function drawRuns(state: StudioState): void {
    const plane = isOpen ? planeInSight(state) : null;
    const done = runs.getState().runs;
    if (plane === drawn.plane && done === drawn.runs) return;
    drawn = { plane, runs: done };
    const paths = plane
      ? done.map((run, i) => scenePath(`seed ${run.seed}`, toneOfRun(i), trace(plane, run.trajectory)))
      : [];
    view.surface.setPaths(LAYER, paths.length > 0 ? paths : null);
  }

  function draw(state: StudioState): void {
    runs.dispatch({ type: "show-experiment", spec: state.spec });
    drawRuns(state);
    if (!isOpen) return;
    const report = readReport(state);
    const plane = planeInSight(state) ?? undefined;
    chartHost.hidden = report === null;
    render(
      html`${renderTrajectory(state, store, report, chartHost)}
      ${renderRuns(state, runs, (point) => plane && trace(plane, [point])[0]?.distance)}
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
      drawRuns(store.getState());
    },
    restyle: chart.restyle,
  };
};

/** The shares of a trajectory's variance along x and y of a plane, kept until the plane or the trajectory changes. */
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
