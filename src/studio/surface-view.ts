import { render } from "lit";
import type { Landscape } from "../convexity/landscape";
import { describeLegend, type LegendContent } from "../scene/legend";
import { drawLegend } from "../scene/legend-svg";
import { SurfaceScene } from "../scene/surface-scene";
import { listThemeProperties, THEMES, type ThemeName } from "../scene/theme";
import { ACTIVATION_LABELS } from "./fields/field";
import { FlatSurface } from "./flat-surface";
import { readPoint, renderReadout } from "./readout";
import { isOutdated } from "./run-reducer";
import { describeLandscape } from "./sentence";
import type { StudioState } from "./state";
import type { Store } from "./store";
import type { PointedAt, SurfacePort } from "./surface-port";

export interface SurfaceView {
  readonly surface: SurfacePort;
  readonly update: (state: StudioState, previous: StudioState | null) => void;
  /** What a picture of the present surface is read by; null while there is none. */
  readonly describeLegend: () => LegendContent | null;
}

export interface SurfaceHosts {
  readonly surface: HTMLElement;
  readonly legend: HTMLElement;
  /** Within the legend: what is drawn of it. */
  readonly legendDrawing: HTMLElement;
  readonly readout: HTMLElement;
}

/** The picture with its legend and the values under the pointer, kept in step with the store. */
export function openSurfaceView(hosts: SurfaceHosts, store: Store, onTheme: () => void): SurfaceView {
  const darkSystem = matchMedia("(prefers-color-scheme: dark)");
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  let pointed: PointedAt | null = null;
  let theme = chosenTheme();
  applyTheme(theme);
  const surface = openSurface();

  function chosenTheme(): ThemeName {
    const chosen = store.getState().view.theme;
    if (chosen !== "system") return chosen;
    return darkSystem.matches ? "dark" : "light";
  }

  function openSurface(): SurfacePort {
    const onHover = (point: PointedAt | null): void => {
      pointed = point;
      showReadout(store.getState().run.landscape.shown);
    };
    try {
      const scene = new SurfaceScene(hosts.surface, {
        theme,
        reducedMotion: stillness.matches,
        label: "Loss surface",
        onCamera: (camera) => store.dispatch({ type: "look", view: { camera } }),
        onHover,
      });
      stillness.addEventListener("change", () => scene.setReducedMotion(stillness.matches));
      return scene;
    } catch {
      const text = "This browser gives no WebGL2, so the surface is drawn flat, as a map.";
      store.dispatch({ type: "say", message: { place: "compute", text } });
      return new FlatSurface(hosts.surface, theme, onHover);
    }
  }

  function showReadout(landscape: Landscape | null): void {
    const current = landscape !== null && !isOutdated(store.getState());
    const inside = pointed && current && pointed.row < landscape.grid.rows && pointed.column < landscape.grid.columns;
    hosts.readout.hidden = !inside;
    if (pointed && landscape && inside)
      render(renderReadout(readPoint(landscape, pointed.column, pointed.row)), hosts.readout);
  }

  function currentLegend(): LegendContent | null {
    const { run, view } = store.getState();
    const { shown, shownOf } = run.landscape;
    if (!shown || !shownOf) return null;
    const { activation, layers } = shownOf.network;
    const name = typeof activation === "string" ? ACTIVATION_LABELS[activation] : "Mixed";
    return describeLegend(shown, view, `${name} ${layers.join("–")}`);
  }

  function showLegend(): void {
    const content = currentLegend();
    hosts.legend.hidden = content === null;
    if (!content) return;
    const { svg } = drawLegend(content, THEMES[theme], { id: "page-legend", panel: false });
    // Parsed as a document of its own: no markup of ours is ever written as text into the page.
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    hosts.legendDrawing.replaceChildren(document.adoptNode(drawn));
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

  darkSystem.addEventListener("change", showTheme);

  return {
    surface,
    describeLegend: currentLegend,
    update(state, previous) {
      const { shown } = state.run.landscape;
      if (state.view !== previous?.view) {
        surface.setView(state.view);
        showTheme();
      }
      for (const host of [hosts.surface, hosts.legend]) host.classList.toggle("outdated", isOutdated(state));
      if (isOutdated(state)) hosts.readout.hidden = true;
      const changed = shown !== previous?.run.landscape.shown;
      if (shown && changed) {
        surface.setLandscape(shown, { morph: true });
        surface.setLabel(`Loss surface. ${describeLandscape(shown)}`);
        showReadout(shown);
      }
      if (changed || looksDifferent(state, previous)) showLegend();
    },
  };
}

/** The camera moves in every frame and changes nothing of the legend. */
function looksDifferent({ view }: StudioState, previous: StudioState | null): boolean {
  if (!previous) return true;
  const { height, coloring, contours, marks } = previous.view;
  return view.height !== height || view.coloring !== coloring || view.contours !== contours || view.marks !== marks;
}

function applyTheme(theme: ThemeName): void {
  const root = document.documentElement;
  root.dataset.theme = theme;
  for (const [property, value] of listThemeProperties(theme)) root.style.setProperty(property, value);
}
