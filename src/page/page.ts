import { render } from "lit";
import type { ComputeService } from "../compute/service/tasks";
import type { LosscapeScripting } from "../compute/studies/scripting";
import { rest } from "../drawing/picture/strips";
import type { Commands } from "../studio/run/commands";
import { wholeAddress } from "../studio/run/embed";
import { followEvidence } from "../studio/run/follow-evidence";
import { type Pipeline, startPipeline } from "../studio/run/pipeline";
import type { OpenedLink } from "../studio/run/read-link";
import { createState } from "../studio/state/reducer";
import { hasEnded } from "../studio/state/run-reducer";
import { verdictKind } from "../studio/state/standing-verdict";
import type { StudioState } from "../studio/state/state";
import { createStore, type Store } from "../studio/state/store";
import { weightsInSight } from "../studio/state/timeline";
import { createDataPicture } from "../studio/views/data/data-picture";
import { renderOncePerFrame } from "../studio/views/parts/frame-renderer";
import { icon } from "../studio/views/parts/icons";
import { createLossCurve } from "../studio/views/plots/loss-curve";
import { createPathLayer } from "../studio/views/surface/path-layer";
import { openSurfaceView, type SurfaceView } from "../studio/views/surface/surface-view";
import { findTool } from "../tools/tools";
import { keepLast } from "./autosave";
import { createScripting } from "./create-scripting";
import { createEngineControl, type EngineControl } from "./engine-control";
import { createLateCard } from "./evidence/late-card";
import { acceptDrops, acceptPastes } from "./file-drop";
import { whenSurfaceShown } from "./first-surface";
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

export interface Studio {
  readonly store: Store;
  readonly view: SurfaceView;
  /** Starts the pipeline and the scripting; before that, the page is shown but computes nothing. */
  readonly connect: (service: ComputeService) => Promise<LosscapeScripting>;
  /** Shows the reason why nothing can be computed. */
  readonly fail: (reason: string) => void;
}

/**
 * Builds the page around the elements of index.html, with rests, so that the browser can paint and handle events between its parts.
 *
 * @param embedded  whether the page is within another: the surface can be turned, but the experiment cannot be changed
 */
export async function openStudio(link: OpenedLink, embedded = false): Promise<Studio> {
  const openedView = embedded ? { ...link.view, tool: null } : link.view;
  const store = createStore(createState(link.spec, openedView));
  let pipeline: Pipeline | null = null;
  let compute: ComputeService | null = null;
  let restyle = (): void => {};
  const view = openSurfaceView(
    {
      surface: host("surface"),
      label: host("surface-label"),
      legend: host("legend"),
      legendDrawing: host("legend-drawing"),
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
    acceptDrops(host("stage"), commands.openFile);
    acceptPastes(commands.openText);
    whenSurfaceShown(store)
      .then(() => import("./point-menu"))
      .then(({ createPointMenu }) => createPointMenu(host("stage"), host("surface"), view, store))
      // Without its code the surface has no menu; everything else works.
      .catch(() => {});
  }
  const message = link.message || describeMissingTool(openedView.tool);
  expireMessages(store, host("messages"));
  if (message) store.dispatch({ type: "say", message: { place: "link", text: message, isFailure: true } });

  return {
    store,
    view,
    async connect(service) {
      compute = service;
      pipeline = startPipeline(store, service);
      followEvidence(store, service);
      startPlayback(store);
      workbench.connect({ store, service, view, commands });
      const scripting = createScripting({ store, view, service });
      await engines.start(service);
      return scripting;
    },
    fail: (reason) => store.dispatch({ type: "say", message: { place: "compute", text: reason, isFailure: true } }),
  };
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
  const curve = createLossCurve(curveHost, whenSurfaceShown(store), () => timeline.layOut());
  const timeline = createTimeline({ curve: curveHost, buttons }, store, curve.area);
  const figures = child(transport, "div", "standing");
  render(renderFullScreen(commands), child(transport, "div", "full-screen"));
  const canvas = child(host("picture"), "canvas", "");
  const picture = createDataPicture(canvas, child(host("picture"), "p", "caption"));
  const drawPicture = (): void => picture.draw(store.getState().spec, weightsInSight(store.getState()));
  new ResizeObserver(drawPicture).observe(canvas);
  addEnlarger(host("picture"));
  await rest();
  const panel = createParameterPanel(host("panel"), store);
  await rest();
  const help = host("help") as HTMLDialogElement;
  const evidence = createLateCard(host("evidence"), store, commands);
  const stage = arrangeStage({ grid: host("stage-grid"), surface: host("surface"), free: host("free") }, view.surface);
  // Their code is loaded when the first surface is shown.
  let readWeights: ReturnType<typeof import("../studio/views/data/weights-reader").createWeightsReader> | null = null;
  let drawDraft: ReturnType<typeof import("../studio/views/surface/draft-layer").createDraftLayer> | null = null;
  const drawPath = createPathLayer(view.surface);
  let drawn: StudioState | null = null;

  const draw = (): void => {
    const state = store.getState();
    view.update(state, drawn);
    drawPath(state);
    panel.update(state);
    workbench.update(state);
    if (drawn && isSameButForCamera(state, drawn)) {
      drawn = state;
      return;
    }
    const { training } = state.run;
    render(renderHeader(state, commands), host("header"));
    render(renderVerdict(state, commands), host("verdict"));
    host("verdict").dataset.kind = verdictKind(state);
    host("verdict").dataset.phase = state.run.landscape.phase;
    host("verdict").dataset.run = String(state.run.number);
    render(renderTransportActions(state, commands), actions);
    const isMoving = state.playing || state.draft !== null || !hasEnded(training);
    const reading = readWeights?.(state.spec, weightsInSight(state), isMoving) ?? null;
    render(renderTransportFigures(state, reading), figures);
    drawDraft?.(state, reading?.loss ?? null);
    evidence.update(state);
    render(renderMessage(state.message, commands.dismissMessage), host("messages"));
    render(renderStageProgress(state, commands), host("stage-progress"));
    host("coming").hidden = state.run.landscape.shown !== null || state.run.landscape.phase === "failed";
    transport.classList.toggle("given", training.phase === "given");
    if (help.open) void drawHelp(help, state, engines);
    curve.show(training.curve, training.steps);
    timeline.update(state);
    if (state.spec !== drawn?.spec || weightsInSight(state) !== weightsInSight(drawn)) {
      picture.draw(state.spec, weightsInSight(state));
    }
    const said = describeForAnnouncer(state);
    if (host("announcer").textContent !== said) host("announcer").textContent = said;
    stage.update(state.evidence.open !== null);
    drawn = state;
  };
  store.subscribe(renderOncePerFrame(draw));
  draw();
  void whenSurfaceShown(store)
    .then(() =>
      Promise.all([import("../studio/views/data/weights-reader"), import("../studio/views/surface/draft-layer")]),
    )
    .then(([{ createWeightsReader }, { createDraftLayer }]) => {
      readWeights = createWeightsReader();
      drawDraft = createDraftLayer(view.surface);
      drawn = null;
      draw();
    })
    // Without their code the accuracy is not shown; everything else works.
    .catch(() => {});

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
