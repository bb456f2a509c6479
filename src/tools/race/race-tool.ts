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
import { describeLaidPlane } from "./race-text";
import { type TracedRace, traceRace } from "./race-trajectories";
import { type RaceCommands, renderRunners } from "./runners-view";
import { type RaceOnSurface, renderPlane, renderStandings } from "./standings-view";

/** The layer of the surface with the runners' trajectories. */
const LAYER = "race";

/** Several optimisers train from the same weights in step, and their trajectories are drawn on the surface. */
export const openTool: OpenTool = (host, { store, service, view }) => {
  const { top, losses, bottom, curves } = buildParts(host);
  const race = createRaceControl(service, () => drawSoon());
  const trace = createTracer();
  let isOpen = false;
  /** The sentence on the plane through the race, and its plane: the sentence is shown while the page has that plane. A failure has no plane. */
  let note: { readonly text: string; readonly plane: PlaneSpec | null } = { text: "", plane: null };
  let drawn: { readonly plane: PlacedPlane | null; readonly runners: readonly RunnerRecord[] } | null = null;
  let traced: TracedRace | null = null;

  function layPlane(): void {
    const { spec, run } = store.getState();
    const { parameters } = run.training;
    const { runners } = race.getState();
    if (!parameters) return;
    try {
      const through = layPlaneThrough(spec, parameters, runners);
      note = { text: describeLaidPlane(through.explained, runners), plane: through.spec.plane };
      store.dispatch({ type: "open", spec: through.spec });
    } catch (error) {
      note = { text: describeFailure(error), plane: null };
    }
    drawSoon();
  }

  const commands: RaceCommands = {
    dispatch: race.dispatch,
    startOrPause: () => race.startOrPause(store.getState().spec),
    step: () => race.step(store.getState().spec),
    reset: race.reset,
    chooseSpeed: race.chooseSpeed,
    layPlane,
  };

  function belongsTo({ spec }: StudioState): boolean {
    const raced = race.getState().spec;
    return raced !== null && isSameLoss(raced, spec);
  }

  /** Draws the trajectories on the surface that is shown, if it shows the loss of the race. */
  function drawTrajectories(state: StudioState): void {
    const { runners } = race.getState();
    const plane = isOpen && runners.length > 0 && belongsTo(state) ? planeInSight(state) : null;
    if (drawn && drawn.plane === plane && drawn.runners === runners) return;
    drawn = { plane, runners };
    traced = plane ? traceRace(trace, plane, runners) : null;
    view.surface.setPaths(LAYER, traced?.paths ?? null);
  }

  function readSurface(state: StudioState): RaceOnSurface {
    const isHere = belongsTo(state);
    return {
      share: traced?.share ?? null,
      distances: traced?.distances ?? null,
      note: note.plane === null || note.plane === state.spec.plane ? note.text : "",
      isElsewhere: !isHere,
      canLay: isHere && hasEnded(state.run.training),
    };
  }

  function draw(): void {
    const page = store.getState();
    drawTrajectories(page);
    if (!isOpen) return;
    const state = race.getState();
    const surface = readSurface(page);
    render(html`${renderRunners(state, page.spec, commands)} ${renderPlane(state, surface, commands)}`, top);
    losses.hidden = state.runners.length === 0;
    if (!losses.hidden) curves.show(state.runners, state.steps);
    render(renderStandings(state, surface), bottom);
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
  /** The element with the curves. */
  readonly losses: HTMLElement;
  readonly bottom: HTMLElement;
  readonly curves: RaceCurves;
}

/** The chart owns its canvas, so it has an element of its own between the two that are rendered. */
function buildParts(host: HTMLElement): RaceParts {
  render(
    html`<div></div>
      <section class="part" aria-label="Losses" hidden>
        <h3>Loss at each step</h3>
        <div class="race-curves"></div>
      </section>
      <div></div>`,
    host,
  );
  const [top, losses, bottom] = [...host.children] as [HTMLElement, HTMLElement, HTMLElement];
  return { top, losses, bottom, curves: createRaceCurves(losses.querySelector<HTMLElement>(".race-curves")!) };
}
