import { html, render } from "lit";
import type { PlacedPlane } from "../../../plane/plane";
import { formatFraction } from "../../../scene/number-text";
import { renderOncePerFrame } from "../../frame-renderer";
import { createTracer, planeInSight } from "../../path/trace-path";
import { hasEnded } from "../../run-reducer";
import type { StudioState } from "../../state";
import { isSameLoss } from "../../timeline/follow";
import type { OpenTool } from "../../workbench/tool";
import { layPlaneThrough } from "./lay-plane";
import { createRaceCurves } from "./race-curves";
import { type TracedRace, traceRace } from "./race-paths";
import { FIRST_RACE, isUnderWay, type RaceAction, type RunnerCourse, reduceRace, stepsOf } from "./race-state";
import { type RaceCommands, renderPlane, renderRunners, renderStandings } from "./race-view";

/** The layer of the surface that the runners' ways have. */
const LAYER = "race";

/** Several optimizers from one start, in step, on the surface in sight. */
export const openTool: OpenTool = (host, { store, service, view }) => {
  const [top, curvesPart, bottom] = [
    document.createElement("div"),
    document.createElement("section"),
    document.createElement("div"),
  ];
  curvesPart.className = "part";
  curvesPart.setAttribute("aria-label", "Losses");
  const curvesHost = document.createElement("div");
  curvesHost.className = "race-curves";
  render(html`<h3>Loss over the steps</h3>${curvesHost}`, curvesPart);
  host.append(top, curvesPart, bottom);
  const curves = createRaceCurves(curvesHost);
  const trace = createTracer();
  let race = FIRST_RACE;
  let isOpen = false;
  let said = "";
  let laid: { readonly plane: PlacedPlane | null; readonly runners: readonly RunnerCourse[] } | null = null;
  let traced: TracedRace | null = null;

  function dispatch(action: RaceAction): void {
    const next = reduceRace(race, action);
    if (next === race) return;
    race = Object.freeze(next);
    drawSoon();
  }

  async function start(isPaused: boolean): Promise<void> {
    const { spec } = store.getState();
    const { runners, speed } = race.choice;
    const steps = stepsOf(race.choice, spec);
    said = "";
    dispatch({ type: "start", spec, steps, paused: isPaused });
    const { number } = race;
    try {
      const outcome = await service.race(spec, { runners, steps, isPaused, stepsPerSecond: speed }, (progress) =>
        dispatch({ type: "report", number, progress }),
      );
      dispatch({ type: "end", number, outcome });
    } catch (error) {
      dispatch({ type: "fail", number, message: error instanceof Error ? error.message : String(error) });
    }
  }

  function layPlane(): void {
    const { spec, run } = store.getState();
    const { parameters } = run.training;
    if (!parameters) return;
    try {
      const through = layPlaneThrough(spec, parameters, race.runners);
      const [x, y] = through.explained.map((share) => formatFraction(share));
      said = `Laid through the race: x holds ${x} and y ${y} of the ways’ squared distances from the centre.`;
      store.dispatch({ type: "open", spec: through.spec });
    } catch (error) {
      said = error instanceof Error ? error.message : String(error);
    }
    drawSoon();
  }

  const commands: RaceCommands = {
    dispatch,
    startOrPause() {
      if (race.phase === "running" || race.phase === "starting") {
        void service.controlRace("pause");
        dispatch({ type: "pause" });
      } else if (race.phase === "paused") {
        void service.controlRace("resume");
        dispatch({ type: "resume" });
      } else void start(false);
    },
    step() {
      if (race.phase !== "paused") void start(true);
      void service.controlRace("step");
    },
    reset() {
      if (isUnderWay(race)) void service.controlRace("stop");
      said = "";
      dispatch({ type: "reset" });
    },
    chooseSpeed(speed) {
      if (isUnderWay(race)) void service.controlRace({ stepsPerSecond: speed });
      dispatch({ type: "choose-speed", speed });
    },
    layPlane,
  };

  /** Where the ways lie on the surface in sight, if they belong to its loss. */
  function lay(state: StudioState): void {
    const belongs = race.spec !== null && isSameLoss(race.spec, state.spec);
    const plane = isOpen && belongs && race.runners.length > 0 ? planeInSight(state) : null;
    if (laid && laid.plane === plane && laid.runners === race.runners) return;
    laid = { plane, runners: race.runners };
    traced = plane ? traceRace(trace, plane, race.runners) : null;
    view.surface.setPaths(LAYER, traced?.paths ?? null);
  }

  function draw(): void {
    const state = store.getState();
    lay(state);
    if (!isOpen) return;
    render(renderRunners(race, state.spec, commands), top);
    curvesPart.hidden = race.runners.length === 0;
    if (!curvesPart.hidden) curves.show(race.runners, race.steps);
    const onSurface = {
      share: traced?.share ?? null,
      off: traced?.off ?? null,
      said,
      isElsewhere: race.spec !== null && !isSameLoss(race.spec, state.spec),
      canLay: hasEnded(state.run.training) && race.spec !== null && isSameLoss(race.spec, state.spec),
    };
    render(html`${renderStandings(race, onSurface)} ${renderPlane(race, onSurface, commands)}`, bottom);
  }

  const drawSoon = renderOncePerFrame(draw);

  return {
    update() {
      isOpen = true;
      draw();
    },
    hide() {
      isOpen = false;
      lay(store.getState());
    },
    restyle: curves.restyle,
  };
};
