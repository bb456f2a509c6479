import "./compare.css";
import { render } from "lit";
import { THEMES } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import type { Spec } from "../../experiment/spec";
import type { Comparison } from "../../experiment/view";
import { drawLegend } from "../../figure/legend-svg";
import { describeFailure } from "../../studio/run/failure";
import { readLink } from "../../studio/run/read-link";
import { shownSpec } from "../../studio/state/reducer";
import type { StudioState } from "../../studio/state/state";
import { chooseFile } from "../../studio/views/files/choose-file";
import { EXPERIMENT_FILES, nameOf, OpenFileError, openFile } from "../../studio/views/files/open-file";
import { download } from "../../studio/views/files/save-file";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import { putSvg } from "../../studio/views/parts/put-svg";
import type { Tool, ToolParts } from "../tool";
import type { CompareActions } from "./compare-actions";
import { type CompareLook, type CompareModel, describeComparison } from "./compare-model";
import { CompareRun } from "./compare-run";
import { SurfaceMemory } from "./compared-surfaces";
import { HessianAsk } from "./hessian-ask";
import { alignOther, compareWith, isSame, type Pair, pairExperiments, withActivation } from "./pair";
import { captureComparison, commonLegend, differenceLegend } from "./views/compare-picture";
import { renderComparison } from "./views/compare-view";
import { LinkedScenes, SCENE_NAMES, type SceneName } from "./views/linked-scenes";

/** Two experiments beside one another, over the surface of the page. */
export function openTool(host: HTMLElement, parts: ToolParts): Tool {
  const comparison = new ComparisonTool(host, parts);
  return {
    update: () => comparison.draw(),
    hide: () => comparison.hide(),
    restyle: () => comparison.restyle(),
  };
}

const NO_WEBGL = "This browser gives no WebGL2, so the surfaces are not drawn; the numbers stand.";

class ComparisonTool {
  readonly #host: HTMLElement;
  readonly #parts: ToolParts;
  readonly #run: CompareRun;
  readonly #hessian: HessianAsk;
  readonly #memory = new SurfaceMemory();
  readonly #actions: CompareActions;
  readonly #drawSoon = renderOncePerFrame(() => {
    if (this.#isOpen) this.draw();
  });
  #isOpen = false;
  #look: Omit<CompareLook, "hessian"> = { withDifference: true, hover: null, message: "" };
  #pair: { readonly value: Pair; readonly comparison: Comparison | undefined } | null = null;
  #scenes: LinkedScenes | null = null;
  #legends: Readonly<Record<string, string>> = {};

  constructor(host: HTMLElement, parts: ToolParts) {
    this.#host = host;
    this.#parts = parts;
    this.#run = new CompareRun(parts, this.#drawSoon);
    this.#hessian = new HessianAsk(parts.service, this.#drawSoon);
    this.#actions = this.#createActions();
  }

  draw(): void {
    this.#isOpen = true;
    const state = this.#parts.store.getState();
    const model = this.#describe(state);
    render(renderComparison(model, { ...this.#look, hessian: this.#hessian }, this.#actions), this.#host);
    this.#drawScenes(model);
    this.#drawLegend("common", commonLegend(model));
    this.#drawLegend("difference", this.#look.withDifference ? differenceLegend(model) : null);
  }

  /** Frees the graphics contexts and the service; what was computed stays. */
  hide(): void {
    this.#isOpen = false;
    this.#run.rest();
    this.#scenes?.dispose();
    this.#scenes = null;
    this.#look = { ...this.#look, hover: null, message: "" };
  }

  restyle(): void {
    this.#scenes?.setTheme(this.#parts.view.theme());
    this.#legends = {};
    if (this.#isOpen) this.draw();
  }

  #describe(state: StudioState): CompareModel {
    const pair = this.#pairOf(state);
    const sides = this.#run.follow(pair);
    this.#hessian.follow(sides);
    const surfaces = this.#memory.update(sides, state.view.height);
    return describeComparison({
      pair,
      sides,
      surfaces,
      view: state.view,
      history: state.history,
      hessian: this.#hessian,
    });
  }

  /** The same pair while it says the same: work under way is recognised by it. */
  #pairOf(state: StudioState): Pair {
    const a = shownSpec(state);
    const { compare } = state.view;
    const known = this.#pair;
    if (known && known.comparison === compare && isSame(known.value.a, a)) return known.value;
    const value = pairExperiments(a, compare);
    this.#pair = { value, comparison: compare };
    return value;
  }

  #drawScenes(model: CompareModel): void {
    const { view, surfaces, names } = model;
    const labels: Readonly<Record<SceneName, string>> = {
      a: `Loss surface A, ${names[0]}.`,
      b: `Loss surface B, ${names[1]}.`,
      difference: "Difference of the two loss surfaces, B less A.",
    };
    const wanted = SCENE_NAMES.filter((name) => name !== "difference" || this.#look.withDifference);
    try {
      this.#scenes ??= new LinkedScenes(view.camera, {
        theme: this.#parts.view.theme(),
        onCamera: (camera) => this.#parts.store.dispatch({ type: "look", view: { camera } }),
        onHover: (hover) => this.#lookAt({ hover }),
      });
      for (const name of SCENE_NAMES) {
        if (wanted.includes(name)) this.#scenes.open(name, this.#hostOf(name), labels[name]);
        else this.#scenes.close(name);
      }
    } catch {
      this.#lookAt({ message: NO_WEBGL });
      return;
    }
    this.#scenes.show({ view, ...surfaces });
  }

  #hostOf(name: SceneName): HTMLElement {
    return this.#host.querySelector<HTMLElement>(`[data-side="${name}"] .compare-surface`)!;
  }

  #drawLegend(name: string, content: LegendContent | null): void {
    const theme = THEMES[this.#parts.view.theme()];
    const svg = content ? drawLegend(content, theme, { id: `compare-${name}`, panel: false }).svg : "";
    if (this.#legends[name] === svg) return;
    this.#legends = { ...this.#legends, [name]: svg };
    const host = this.#host.querySelector(`[data-legend="${name}"]`);
    if (host && svg) putSvg(host, svg);
    else host?.replaceChildren();
  }

  #lookAt(change: Partial<CompareLook>): void {
    const isSaid = (Object.keys(change) as (keyof typeof change)[]).every((key) =>
      isSame(change[key], { ...this.#look, hessian: null }[key]),
    );
    if (isSaid) return;
    this.#look = { ...this.#look, ...change };
    this.#drawSoon();
  }

  #compare(change: Partial<Comparison>): void {
    const { store } = this.#parts;
    const { compare } = store.getState().view;
    this.#lookAt({ message: "" });
    store.dispatch({ type: "look", view: { compare: { weights: "own", ...compare, ...change } } });
  }

  #chooseExperiment(other: Spec): void {
    const { store } = this.#parts;
    const state = store.getState();
    this.#compare(compareWith(shownSpec(state), other, state.view.compare));
  }

  async #openFile(file: File): Promise<void> {
    try {
      const opened = await openFile(file);
      if (opened.kind === "experiment") this.#chooseExperiment(opened.spec);
      else this.#lookAt({ message: `${nameOf(file)}: this is a certificate, not an experiment.` });
    } catch (error) {
      const text = error instanceof OpenFileError ? error.message : `${nameOf(file)}: the file could not be read.`;
      this.#lookAt({ message: text });
    }
  }

  #chooseLink(text: string): boolean {
    const hash = text.slice(Math.max(0, text.indexOf("#")));
    const { spec, message } = readLink(hash.startsWith("#") ? hash : `#${hash}`);
    if (message !== "") this.#lookAt({ message });
    else this.#chooseExperiment(spec);
    return message === "";
  }

  #swap(): void {
    const { store } = this.#parts;
    const pair = this.#pair?.value;
    if (!pair) return;
    const { view } = store.getState();
    store.dispatch({
      type: "open",
      spec: pair.b,
      view: { ...view, compare: compareWith(pair.b, pair.a, view.compare) },
    });
  }

  async #savePicture(): Promise<void> {
    const scenes = this.#scenes;
    if (!scenes) return;
    const hosts = Object.fromEntries(SCENE_NAMES.map((name) => [name, this.#hostOf(name)])) as Record<
      SceneName,
      HTMLElement
    >;
    try {
      const model = this.#describe(this.#parts.store.getState());
      const blob = await captureComparison(model, scenes, hosts, this.#look.withDifference, this.#parts.view.theme());
      download(
        blob,
        `losscape-compare-${model.names
          .join("-")
          .toLowerCase()
          .replaceAll(/[^a-z]+/g, "-")}.png`,
      );
    } catch (error) {
      this.#lookAt({ message: describeFailure(error) });
    }
  }

  #createActions(): CompareActions {
    return {
      chooseActivation: (activation) => {
        const pair = this.#pair?.value;
        if (pair) this.#chooseExperiment(withActivation(pair.b, activation));
      },
      chooseExperiment: (spec) => this.#chooseExperiment(spec),
      chooseFile: () => chooseFile(EXPERIMENT_FILES, (file) => void this.#openFile(file)),
      chooseLink: (text) => this.#chooseLink(text),
      swap: () => this.#swap(),
      align: () => {
        if (this.#pair) this.#chooseExperiment(alignOther(this.#pair.value));
      },
      chooseWeights: (weights) => this.#compare({ weights }),
      chooseOnePlane: (onePlane) => this.#compare({ onePlane }),
      chooseHeight: (height) => this.#parts.store.dispatch({ type: "look", view: { height } }),
      showDifference: (withDifference) => this.#lookAt({ withDifference }),
      askHessian: (asked) => this.#hessian.ask(asked),
      savePicture: () => void this.#savePicture(),
      resetCamera: () => this.#scenes?.resetCamera(),
      viewFromTop: () => this.#scenes?.topView(),
      cancel: () => this.#run.cancel(),
      retry: () => this.#run.retry(),
    };
  }
}
