import "./race.css";
import { html, render } from "lit";
import type { PlaneSpec } from "../../experiment/spec";
import type { PlacedPlane } from "../../slice/plane/plane";
import { describeFailure } from "../../studio/run/failure";
import { createTracer, planeInSight } from "../../studio/run/trace-path";
import { isSameLoss } from "../../studio/state/follow";
import { hasEnded } from "../../studio/state/run-reducer";
import type { StudioState } from "../../studio/state/state";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import type { OpenTool } from "../tool";
import { layPlaneThrough } from "./lay-plane";
import { createRaceControl } from "./race-control";
import { createRaceCurves, type RaceCurves } from "./race-curves";
import type { RunnerRecord } from "./race-state";
import { describeLaid } from "./race-text";
import { type TracedRace, traceRace } from "./race-trajectories";
import { type RaceCommands, renderRunners } from "./runners-view";
import { type RaceOnSurface, renderPlane, renderStandings } from "./standings-view";

/** The layer of the surface that the runners' ways have. */
const LAYER = "race";

/** Several optimizers from one start, in step, on the surface in sight. */
export const openTool: OpenTool = (host, { store, service, view }) => {
  const { top, losses, bottom, curves } = buildParts(host);
  const course = createRaceControl(service, () => drawSoon());
  const trace = createTracer();
  let isOpen = false;
  /** What was said of a plane, and the plane it was said of; null where it is of none. */
  let said: { readonly text: string; readonly of: PlaneSpec | null } = { text: "", of: null };
  let laid: { readonly plane: PlacedPlane | null; readonly runners: readonly RunnerRecord[] } | null = null;
  let traced: TracedRace | null = null;

  function layPlane(): void {
    const { spec, run } = store.getState();
    const { parameters } = run.training;
    const { runners } = course.getState();
    if (!parameters) return;
    try {
      const through = layPlaneThrough(spec, parameters, runners);
      said = { text: describeLaid(through.explained, runners), of: through.spec.plane };
      store.dispatch({ type: "open", spec: through.spec });
    } catch (error) {
      said = { text: describeFailure(error), of: null };
    }
    drawSoon();
  }

  const commands: RaceCommands = {
    dispatch: course.dispatch,
    startOrPause: () => course.startOrPause(store.getState().spec),
    step: () => course.step(store.getState().spec),
    reset: course.reset,
    chooseSpeed: course.chooseSpeed,
    layPlane,
  };

  function belongsTo({ spec }: StudioState): boolean {
    const raced = course.getState().spec;
    return raced !== null && isSameLoss(raced, spec);
  }

  /** The ways on the surface in sight, where they are ways over its loss. */
  function drawTrajectories(state: StudioState): void {
    const { runners } = course.getState();
    const plane = isOpen && runners.length > 0 && belongsTo(state) ? planeInSight(state) : null;
    if (laid && laid.plane === plane && laid.runners === runners) return;
    laid = { plane, runners };
    traced = plane ? traceRace(trace, plane, runners) : null;
    view.surface.setPaths(LAYER, traced?.paths ?? null);
  }

  function readSurface(state: StudioState): RaceOnSurface {
    const isHere = belongsTo(state);
    return {
      share: traced?.share ?? null,
      off: traced?.off ?? null,
      said: said.of === null || said.of === state.spec.plane ? said.text : "",
      isElsewhere: !isHere,
      canLay: isHere && hasEnded(state.run.training),
    };
  }

  function draw(): void {
    const state = store.getState();
    drawTrajectories(state);
    if (!isOpen) return;
    const race = course.getState();
    const surface = readSurface(state);
    render(renderRunners(race, state.spec, commands), top);
    losses.hidden = race.runners.length === 0;
    if (!losses.hidden) curves.show(race.runners, race.steps);
    render(html`${renderStandings(race, surface)} ${renderPlane(race, surface, commands)}`, bottom);
  }

  const drawSoon = renderOncePerFrame(draw);

  return {
    update() {
      isOpen = true;
      draw();
    },
    hide() {
      isOpen = false;
      drawTrajectories(store.getState());
    },
    restyle: curves.restyle,
  };
};

interface RaceParts {
  readonly top: HTMLElement;
  /** What holds the curves. */
  readonly losses: HTMLElement;
  readonly bottom: HTMLElement;
  readonly curves: RaceCurves;
}

/** The curves draw on a canvas of their own, between what is rendered over and under them. */
function buildParts(host: HTMLElement): RaceParts {
  render(
    html`<div></div>
      <section class="part" aria-label="Losses" hidden>
        <h3>Loss over the steps</h3>
        <div class="race-curves"></div>
      </section>
      <div></div>`,
    host,
  );
  const [top, losses, bottom] = [...host.children] as [HTMLElement, HTMLElement, HTMLElement];
  return { top, losses, bottom, curves: createRaceCurves(losses.querySelector<HTMLElement>(".race-curves")!) };
}
