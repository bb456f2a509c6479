import { render } from "lit";
import type { ComputeService } from "../compute/service/tasks";
import type { LosscapeScripting } from "../compute/studies/scripting";
import { rest } from "../drawing/picture/strips";
import { loadTypeface } from "../drawing/typeface/typeface";
import { prepareSurface } from "../scene/surface/open-surface";
import type { Commands } from "../studio/run/commands";
import { wholeAddress } from "../studio/run/embed";
import { followEvidence } from "../studio/run/follow-evidence";
import { type Pipeline, startPipeline } from "../studio/run/pipeline";
import type { OpenedLink } from "../studio/run/read-link";
import { createState } from "../studio/state/reducer";
import { hasEnded } from "../studio/state/run-reducer";
import { verdictKind } from "../studio/state/standing-verdict";
import type { Message, StudioState } from "../studio/state/state";
import { createStore, type Store } from "../studio/state/store";
import { weightsInSight } from "../studio/state/timeline";
import { createDataPicture } from "../studio/views/data/data-picture";
import { renderOncePerFrame } from "../studio/views/parts/frame-renderer";
import { icon } from "../studio/views/parts/icons";
import { createLossCurve } from "../studio/views/plots/loss-curve";
import { createPathLayer } from "../studio/views/surface/path-layer";
import { openSurfaceView, type SurfaceView } from "../studio/views/surface/surface-view";
import { findTool } from "../tools/tools";
import { messageOf } from "../words/error-message";
import { keepLast } from "./autosave";
import { createScripting } from "./create-scripting";
import { createEngineControl, type EngineControl } from "./engine-control";
import { createLateCard } from "./evidence/late-card";
import { acceptDrops, acceptPastes } from "./file-drop";
import { loadAfterSurface, whenSurfaceShown } from "./first-surface";
import { renderHeader } from "./header";
import { syncLink } from "./link-sync";
import { expireMessages, renderMessage } from "./message-line";
import { createCommands } from "./page-commands";
import { createParameterPanel } from "./parameter-panel";
import { listenToKeys } from "./shortcuts";
import { arrangeStage } from "./stage";
import { renderStageProgress } from "./stage-progress";
import { startPlayback } from "./timeline/playback";
import { createTimeline } from "./timeline/timeline-slider";
import { renderFullScreen, renderTransportActions, renderTransportFigures } from "./transport";
import { describeForAnnouncer, renderVerdict } from "./verdict-card";
import { createWorkbench, isSameButForCamera, type Workbench } from "./workbench";

/**
 * Builds the page around the elements of index.html, with rests, so that the browser can paint and handle events between its parts. The
 * computation starts as soon as its service is there, whether the page stands or not.
 *
 * @param starting  the compute service, which starts meanwhile
 * @param embedded  whether the page is within another: the surface can be turned, but the experiment cannot be changed
 * @returns the scripting interface; null where nothing can be computed, and the page then says why
 */
export async function openStudio(
  link: OpenedLink,
  starting: Promise<ComputeService>,
  embedded = false,
): Promise<LosscapeScripting | null> {
  const openedView = embedded ? { ...link.view, tool: null } : link.view;
  const store = createStore(createState(link.spec, openedView));
  const say = (place: Message["place"], text: string): void =>
    store.dispatch({ type: "say", message: { place, text, isFailure: true } });
  let pipeline: Pipeline | null = null;
  let compute: ComputeService | null = null;
  const computing = starting.then((service) => {
    compute = service;
    pipeline = startPipeline(store, service);
    return service;
  });
  computing.catch((error: unknown) => say("compute", messageOf(error)));
  await loadTypeface();
  await rest();
  // A task of its own, because it waits for the graphics device.
  await prepareSurface();
  await rest();
  let restyle = (): void => {};
  const view = openSurfaceView(
    {
      surface: host("surface"),
      label: host("surface-label"),
      legend: host("legend"),
      legendDrawing: host("legend-drawing"),
      legendRows: host("legend-rows"),
      readout: host("readout"),
    },
    store,
    () => restyle(),
    { scrolls: embedded },
  );
  if (embedded) {
    embedPage();
    void import("./embed-contexts").then(({ shareContexts }) =>
      shareContexts({ surface: host("surface"), side: host("side") }, view.surface, store),
    );
  }
  await rest();
  const workbench = createWorkbench({ rail: host("rail"), drawer: host("drawer"), cover: host("cover") }, store);
  const parts = {
    store,
    pipeline: () => pipeline,
    service: () => compute,
    view: () => view,
    presentLink: syncLink(store),
    workbench: () => workbench,
    openHelp: () => void openHelp(),
    stage: host("stage"),
  };
  const openHelp = async (): Promise<void> => {
    const help = host("help") as HTMLDialogElement;
    await drawHelp(help, store.getState(), engines);
    help.showModal();
  };
  const commands = createCommands(parts);
  const engines = createEngineControl(store, !embedded);
  restyle = await mountViews(store, commands, view, workbench, engines);
  if (!embedded) {
    keepLast(store);
    listenToKeys(commands);
    acceptDrops(host("stage"), commands.openFiles);
    acceptPastes(commands.openText);
    loadAfterSurface(store, async () => {
      const { createPointMenu } = await import("./point-menu");
      createPointMenu(host("stage"), host("surface"), view, store);
    });
  }
  loadAfterSurface(store, async () => {
    const { explainTerms } = await import("../studio/views/parts/term-popover");
    explainTerms();
  });
  const message = link.message || describeMissingTool(openedView.tool);
  expireMessages(store, host("messages"));
  if (message) say("link", message);

  const service = await computing.catch(() => null);
  if (!service) return null;
  followEvidence(store, service);
  startPlayback(store);
  workbench.connect({ store, service, view, commands });
  await engines.start(service);
  return createScripting({ store, view, service });
}

/** A sentence on a link to a tool that this version does not have; empty for every other link. */
function describeMissingTool(name: string | null): string {
  return name === null || findTool(name)
    ? ""
    : `This version of Losscape has no tool "${name}": the rest of the link is open.`;
}

/** Hides everything but the surface and its cards, and adds a link to the whole page. */
function embedPage(): void {
  document.documentElement.dataset.embedded = "";
  for (const fold of host("side").querySelectorAll("details")) fold.open = false;
  for (const id of ["header", "rail", "panel", "transport"]) host(id).hidden = true;
  const link = document.createElement("a");
  link.className = "whole";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Open in Losscape";
  // The address changes with the view, so the link is updated when it is used.
  const update = (): void => {
    link.href = wholeAddress(location.href);
  };
  update();
  link.addEventListener("pointerdown", update);
  link.addEventListener("focus", update);
  host("side").append(link);
}

function host(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/** Draws a part of the page from the state. @param drawn  the state that it shows; null at first */
type Draw = (state: StudioState, drawn: StudioState | null) => void;

/** Renders every panel from the state, at most once a frame. @returns a function that renders again after a change of theme */
async function mountViews(
  store: Store,
  commands: Commands,
  view: SurfaceView,
  workbench: Workbench,
  engines: EngineControl,
): Promise<() => void> {
  const transport = host("transport");
  const actions = child(transport, "div", "actions");
  const buttons = child(transport, "div", "timeline-buttons");
  const curveHost = child(transport, "div", "curve");
  let noteStands = (): void => {};
  const stands = new Promise<void>((resolve) => {
    noteStands = resolve;
  });
  const curve = createLossCurve(
    curveHost,
    stands.then(() => whenSurfaceShown(store)),
    () => timeline.layOut(),
  );
  const timeline = createTimeline({ curve: curveHost, buttons }, store, curve.area);
  const figures = child(transport, "div", "standing");
  render(renderFullScreen(commands), child(transport, "div", "full-screen"));
  const canvas = child(host("picture"), "canvas", "");
  const picture = createDataPicture(canvas, child(host("picture"), "p", "caption"));
  const drawPicture = (): void => picture.draw(store.getState().spec, weightsInSight(store.getState()));
  new ResizeObserver(drawPicture).observe(canvas);
  addEnlarger(host("picture"));
  const help = host("help") as HTMLDialogElement;
  const evidence = createLateCard(host("evidence"), store, commands);
  const stage = arrangeStage({ grid: host("stage-grid"), surface: host("surface"), free: host("free") }, view.surface);
  // Their code is loaded when the first surface is shown.
  let readWeights: ReturnType<typeof import("../studio/views/data/weights-reader").createWeightsReader> | null = null;
  let drawDraft: ReturnType<typeof import("../studio/views/surface/draft-layer").createDraftLayer> | null = null;
  const drawPath = createPathLayer(view.surface);

  const panels: readonly Draw[] = [
    (state, drawn) => {
      if (state.spec === drawn?.spec && weightsInSight(state) === weightsInSight(drawn)) return;
      picture.draw(state.spec, weightsInSight(state));
    },
    (state) => render(renderHeader(state, commands), host("header")),
    (state) => {
      render(renderVerdict(state, commands), host("verdict"));
      host("verdict").dataset.kind = verdictKind(state);
      host("verdict").dataset.phase = state.run.landscape.phase;
      host("verdict").dataset.run = String(state.run.number);
    },
    (state) => {
      render(renderTransportActions(state, commands), actions);
      const isMoving = state.playing || state.draft !== null || !hasEnded(state.run.training);
      const reading = readWeights?.(state.spec, weightsInSight(state), isMoving) ?? null;
      render(renderTransportFigures(state, reading), figures);
      drawDraft?.(state, reading?.loss ?? null);
      transport.classList.toggle("given", state.run.training.phase === "given");
      curve.show(state.run.training.curve, state.run.training.steps);
      timeline.update(state);
    },
    evidence.update,
    (state) => {
      render(renderMessage(state.message, commands.dismissMessage), host("messages"));
      render(renderStageProgress(state, commands), host("stage-progress"));
      host("coming").hidden = state.run.landscape.shown !== null || state.run.landscape.phase === "failed";
      const said = describeForAnnouncer(state);
      if (host("announcer").textContent !== said) host("announcer").textContent = said;
    },
    (state, drawn) => {
      if (help.open && state.backend !== drawn?.backend) void drawHelp(help, state, engines);
    },
    // Last, because it measures the cards.
    (state) => stage.update(state.evidence.open !== null),
  ];
  // The first drawing is divided, so that the page answers between its parts. What shows the experiment comes before its controls.
  let drawn = store.getState();
  const drawInTurn = async (parts: readonly Draw[]): Promise<void> => {
    for (const part of parts) {
      part(drawn, null);
      await rest();
    }
  };
  await drawInTurn(panels);
  const panel = await createParameterPanel(host("panel"), store);
  /** The parts of the page that show the camera too. */
  const surroundings: readonly Draw[] = [
    (state, drawn) => view.update(state, drawn),
    drawPath,
    panel.update,
    workbench.update,
  ];
  await drawInTurn(surroundings);
  const draw = (): void => {
    const state = store.getState();
    for (const part of surroundings) part(state, drawn);
    if (!isSameButForCamera(state, drawn)) for (const part of panels) part(state, drawn);
    drawn = state;
  };
  store.subscribe(renderOncePerFrame(draw));
  draw();
  noteStands();
  loadAfterSurface(store, async () => {
    const [{ createWeightsReader }, { createDraftLayer }] = await Promise.all([
      import("../studio/views/data/weights-reader"),
      import("../studio/views/surface/draft-layer"),
    ]);
    readWeights = createWeightsReader();
    drawDraft = createDraftLayer(view.surface);
    for (const part of panels) part(store.getState(), null);
  });

  return () => {
    curve.restyle();
    evidence.restyle();
    workbench.restyle();
    drawPicture();
  };
}

/** The code of the help is loaded when it is first opened. */
async function drawHelp(help: HTMLDialogElement, { backend }: StudioState, engines: EngineControl): Promise<void> {
  const { renderHelp } = await import("./help");
  const close = (): void => help.close();
  render(renderHelp(backend, { chooseEngine: (choice) => void engines.choose(choice), close }), help);
}

/** The button that makes the picture of the data and the decision large. */
function addEnlarger(host: HTMLElement): void {
  const button = child(host, "button", "button plain enlarge");
  button.type = "button";
  button.id = "enlarge-picture";
  button.title = "Make the picture large or small";
  button.setAttribute("aria-label", "Large picture");
  button.setAttribute("aria-pressed", "false");
  render(icon("grow"), button);
  button.addEventListener("click", () => {
    const isLarge = host.closest("figure")?.classList.toggle("large") ?? false;
    button.setAttribute("aria-pressed", `${isLarge}`);
  });
}

function child<Name extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
}
