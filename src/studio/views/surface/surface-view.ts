import { render } from "lit";
import type { CreaseSet } from "../../../convexity/creases/crease-set";
import type { Landscape } from "../../../convexity/points/landscape";
import { listThemeProperties, THEMES, type ThemeName } from "../../../drawing/colors/theme";
import { describeLegend } from "../../../drawing/legend/legend";
import type { LegendContent } from "../../../drawing/legend/legend-content";
import { describeOverlays, listOverlayLines } from "../../../drawing/legend/legend-overlays";
import type { SceneChord } from "../../../drawing/overlays/scene-chord";
import type { AxisWords, SliceAxes } from "../../../drawing/surface/axis-names";
import { isSameLook, type View } from "../../../experiment/view";
import { drawLegend } from "../../../figure/legend-svg";
import { openSurface } from "../../../scene/surface/open-surface";
import type { PointedAt, SurfacePort } from "../../../scene/surface/surface-port";
import { measurePlane } from "../../../slice/plane/plane-measure";
import { nameActivation } from "../../../words/names";
import { nameAxes } from "../../sentences/axis-words";
import { describeLandscape } from "../../sentences/sentence";
import { isOutdated, nameBelonging } from "../../state/belonging";
import { shownExchange } from "../../state/shown-exchange";
import { standingDetails } from "../../state/standing-verdict";
import type { StudioState } from "../../state/state";
import type { Store } from "../../state/store";
import { renderOncePerFrame } from "../parts/frame-renderer";
import { putSvg } from "../parts/put-svg";
import { readPoint, renderReadout } from "../places/readout";
import { createExchangeLayer } from "./exchange-layer";
import { renderLegendRows } from "./legend-rows";
import { sceneChordOf } from "./scene-chord-of";

export interface SurfaceView {
  readonly surface: SurfacePort;
  /** The theme of the page: the reader's choice or the system's, and light for printing. */
  readonly theme: () => ThemeName;
  readonly update: (state: StudioState, previous: StudioState | null) => void;
  /** The legend of the present surface; null while there is none. */
  readonly describeLegend: () => LegendContent | null;
  /** Gives the axes other words than those of the plane, such as the letters of a lesson; null: the usual ones. */
  readonly nameAxes: (words: AxisWords | null) => void;
  /** Reports where the pointer is on the present surface, and clicks on it. Returns a function that unsubscribes. */
  readonly listen: (listener: SurfaceListener) => () => void;
}

export interface SurfaceListener {
  /** Null beside the surface, over its holes, and over an outdated surface. */
  readonly onPoint: (point: PointedAt | null) => void;
  readonly onTap: (point: PointedAt) => void;
}

export interface SurfaceHosts {
  readonly surface: HTMLElement;
  /** Names what the surface belongs to, where that is not the page's experiment and weights. */
  readonly label: HTMLElement;
  readonly legend: HTMLElement;
  /** The part of the legend that is drawn. */
  readonly legendDrawing: HTMLElement;
  /** Lies over the drawing and holds a term for each of its rows. */
  readonly legendRows: HTMLElement;
  readonly readout: HTMLElement;
}

/**
 * The picture with its legend and the values at the pointer. It follows the store.
 *
 * @param options.scrolls  whether one finger scrolls the page around the surface
 */
export function openSurfaceView(
  hosts: SurfaceHosts,
  store: Store,
  onTheme: () => void,
  { scrolls = false }: { readonly scrolls?: boolean } = {},
): SurfaceView {
  const darkSystem = matchMedia("(prefers-color-scheme: dark)");
  const paper = matchMedia("print");
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  let pointed: PointedAt | null = null;
  let chord: SceneChord | null = null;
  let axes: SliceAxes | null = null;
  let axisWords: AxisWords | null = null;
  let overlaysInLegend = "";
  const listeners = new Set<SurfaceListener>();
  // In a frame of its own: a new surface takes most of the frame in which it is shown.
  const showLegendSoon = renderOncePerFrame(showLegend);
  let theme = chosenTheme();
  applyTheme(theme);
  const surface = createSurface();
  const showExchange = createExchangeLayer(surface);

  function chosenTheme(): ThemeName {
    if (paper.matches) return "light";
    const chosen = store.getState().view.theme;
    if (chosen !== "system") return chosen;
    return darkSystem.matches ? "dark" : "light";
  }

  function createSurface(): SurfacePort {
    const onHover = (point: PointedAt | null): void => {
      pointed = point;
      showReadout(store.getState().run.landscape.shown);
      const present = findPointed();
      for (const { onPoint } of listeners) onPoint(present);
    };
    const opened = openSurface(hosts.surface, {
      theme,
      reducedMotion: stillness.matches,
      label: "Loss surface",
      scrolls,
      onCamera: (camera) => store.dispatch({ type: "look", view: { camera } }),
      onHover,
      onOverlays: noticeOverlays,
    });
    stillness.addEventListener("change", () => opened.surface.setReducedMotion(stillness.matches));
    if (opened.isFlat) {
      const text = "This browser does not provide WebGL2, so the surface is drawn as a flat map.";
      store.dispatch({ type: "say", message: { place: "compute", text } });
    }
    return opened.surface;
  }

  /** The point at the pointer, if it belongs to the present surface. */
  function findPointed(): PointedAt | null {
    const { shown } = store.getState().run.landscape;
    if (!pointed || !shown || isOutdated(store.getState())) return null;
    return pointed.row < shown.grid.rows && pointed.column < shown.grid.columns ? pointed : null;
  }

  function showReadout(landscape: Landscape | null): void {
    const point = findPointed();
    // The Inspect tool shows the same values and more.
    hosts.readout.hidden = point === null || store.getState().view.tool === "inspect";
    if (!point || !landscape) return;
    const whose = nameBelonging(store.getState());
    render(renderReadout(readPoint(landscape, point.column, point.row), whose), hosts.readout);
  }

  function currentLegend(): LegendContent | null {
    const { run, view } = store.getState();
    const { shown, shownOf } = run.landscape;
    if (!shown || !shownOf) return null;
    const { activation, layers } = shownOf.network;
    const name = nameActivation(activation);
    const whose = nameBelonging(store.getState());
    const title = `${name} ${layers.join("–")}${whose ? `, ${whose}` : ""}`;
    const details = isOutdated(store.getState()) ? null : standingDetails(store.getState());
    const additions = details ? { creases: details.creases, chord } : {};
    return describeLegend(shown, view, title, { ...additions, overlays: surface.overlays });
  }

  function showLegend(): void {
    const content = currentLegend();
    hosts.legend.hidden = content === null;
    if (!content) return;
    const drawing = drawLegend(content, THEMES[theme], { id: "page-legend", panel: false });
    putSvg(hosts.legendDrawing, drawing.svg);
    render(renderLegendRows(drawing, content, store.getState().view), hosts.legendRows);
  }

  /** A growing path changes in every frame; the legend is drawn again only where its text changes. */
  function noticeOverlays(): void {
    const { shown } = store.getState().run.landscape;
    if (!shown) return;
    const { overlays } = surface;
    const inLegend = JSON.stringify([listOverlayLines(overlays), describeOverlays(overlays, shown.grid)]);
    if (inLegend === overlaysInLegend) return;
    overlaysInLegend = inLegend;
    showLegendSoon();
  }

  function showTheme(): void {
    const next = chosenTheme();
    if (next === theme) return;
    theme = next;
    applyTheme(theme);
    surface.setTheme(theme);
    showLegend();
    onTheme();
  }

  for (const query of [darkSystem, paper]) query.addEventListener("change", showTheme);
  listenToTaps(hosts.surface, () => {
    const { shown } = store.getState().run.landscape;
    const point = findPointed();
    if (!point || !shown) return;
    if (!isPicking(store.getState())) {
      for (const { onTap } of listeners) onTap(point);
      return;
    }
    store.dispatch({ type: "pick", point: [shown.grid.x[point.column]!, shown.grid.y[point.row]!] });
  });

  function showPins(pins: View["pins"]): void {
    surface.setPins(
      "view",
      pins.map(({ x, y, name }, index) => ({ x, y, label: name || `${index + 1}` })),
    );
  }

  function showAxes(state: StudioState): void {
    const next = axesOf(state, axisWords);
    if (JSON.stringify(next) === JSON.stringify(axes)) return;
    axes = next;
    surface.setPlane(axes);
  }

  /** Gives the surface its chord where it has changed. @returns whether it has */
  function showChord(state: StudioState): boolean {
    const next = sceneChordOf(state);
    if (JSON.stringify(next) === JSON.stringify(chord)) return false;
    chord = next;
    surface.setChord(chord);
    return true;
  }

  return {
    surface,
    theme: () => theme,
    describeLegend: currentLegend,
    nameAxes(words) {
      axisWords = words;
      showAxes(store.getState());
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(state, previous) {
      showLook(state, previous);
      const renamed = showBelonging(state, previous);
      const changed = showLandscape(state, previous, renamed);
      const creases = creasesOf(state);
      if (changed || creases !== (previous && creasesOf(previous))) surface.setCreases(creases);
      if (!previous || state.run !== previous.run || state.spec !== previous.spec) showAxes(state);
      showExchange(state);
      const otherChord = showChord(state);
      hosts.surface.classList.toggle("picking", isPicking(state) || state.view.tool === "inspect");
      const settled = standingDetails(state) !== (previous && standingDetails(previous));
      // Whose surface it is must never be late.
      if (renamed) showLegend();
      else if (changed || settled || otherChord || !previous || !isSameLook(state.view, previous.view))
        showLegendSoon();
    },
  };

  function showLook(state: StudioState, previous: StudioState | null): void {
    if (state.view !== previous?.view) {
      surface.setView(state.view);
      showTheme();
    }
    if (state.view.tool !== previous?.view.tool) showReadout(state.run.landscape.shown);
    if (state.view.pins !== previous?.view.pins) showPins(state.view.pins);
  }

  /** Makes an outdated surface pale and names what it belongs to. @returns whether that name has changed */
  function showBelonging(state: StudioState, previous: StudioState | null): boolean {
    const outdated = isOutdated(state);
    const whose = nameBelonging(state);
    for (const host of [hosts.surface, hosts.legend]) host.classList.toggle("outdated", outdated);
    if (outdated) hosts.readout.hidden = true;
    const { shown, phase } = state.run.landscape;
    const missing = !shown && phase === "failed" ? "No surface" : "";
    hosts.label.textContent = whose ? `Surface of ${whose}` : missing;
    return previous === null || whose !== nameBelonging(previous);
  }

  /** @returns whether the landscape has changed */
  function showLandscape(state: StudioState, previous: StudioState | null, renamed: boolean): boolean {
    const { shown, phase } = state.run.landscape;
    const changed = shown !== previous?.run.landscape.shown;
    if (!shown) return changed;
    if (changed) {
      // A live slice is replaced very soon, so it needs no morph.
      surface.setLandscape(shown, { morph: phase !== "live" });
      showReadout(shown);
    }
    if (changed || renamed) {
      const whose = nameBelonging(state);
      const of = whose ? `Loss surface of ${whose}.` : "Loss surface.";
      surface.setLabel(isOutdated(state) ? of : `${of} ${describeLandscape(shown)}`);
    }
    return changed;
  }
}

/** Whether a click on the surface sets a point of the evidence card. */
function isPicking({ evidence }: StudioState): boolean {
  return evidence.open === "chord" || evidence.open === "hessian";
}

/** The creases of the slice on screen; null while it is outdated. */
function creasesOf(state: StudioState): CreaseSet | null {
  return isOutdated(state) ? null : (standingDetails(state)?.creases ?? null);
}

/** What the axes of the slice on screen are; null while that is not known. */
function axesOf(state: StudioState, words: AxisWords | null): SliceAxes | null {
  const { plane, shownOf } = state.run.landscape;
  if (isOutdated(state) || !shownOf) return null;
  const measure = standingDetails(state)?.measure ?? (plane && measurePlane(plane));
  return measure && { ...measure, words: words ?? nameAxes(shownOf, shownExchange(state)) };
}

/** A press that moves less than this many CSS pixels chooses a point; a longer one turns the surface. */
const TAP_REACH = 8;

/** The most frames that a tap waits for a surface that is still being drawn. */
const TAP_PATIENCE = 60;

/** Calls back when the surface has found the point under a tap: a finger does not hover first. */
function listenToTaps(host: HTMLElement, onTap: () => void): void {
  let down: readonly [number, number] = [0, 0];
  host.addEventListener("pointerdown", (event) => {
    down = [event.clientX, event.clientY];
  });
  host.addEventListener("pointerup", (event) => {
    if (Math.hypot(event.clientX - down[0], event.clientY - down[1]) >= TAP_REACH) return;
    let frames = 0;
    const wait = (): void => {
      const isDrawing = host.querySelector("canvas[data-drawing]") !== null;
      if (frames++ < 2 || (isDrawing && frames < TAP_PATIENCE)) requestAnimationFrame(wait);
      else onTap();
    };
    wait();
  });
}

function applyTheme(theme: ThemeName): void {
  const root = document.documentElement;
  root.dataset.theme = theme;
  for (const [property, value] of listThemeProperties(theme)) root.style.setProperty(property, value);
}
