import "./compare.css";
import { render } from "lit";
import type { HessianSummary } from "../../convexity/points/full-hessian";
import { THEMES } from "../../drawing/colors/theme";
import type { LegendContent } from "../../drawing/legend/legend-content";
import { findLink } from "../../experiment/link";
import type { Spec } from "../../experiment/spec";
import type { Comparison } from "../../experiment/view";
import { drawLegend } from "../../figure/legend-svg";
import { describeFailure } from "../../studio/run/failure";
import { readLink } from "../../studio/run/read-link";
import { shownSpec } from "../../studio/state/reducer";
import type { StudioState } from "../../studio/state/state";
import { openStore } from "../../studio/state/store";
import { chooseFile, EXPERIMENT_FILES } from "../../studio/views/files/choose-file";
import { nameOf, OpenFileError, openFile } from "../../studio/views/files/open-file";
import { download } from "../../studio/views/files/save-file";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import { putSvg } from "../../studio/views/parts/put-svg";
import type { Tool, ToolParts } from "../tool";
import type { CompareActions } from "./compare-actions";
import { type CompareModel, describeComparison } from "./compare-model";
import { CompareRun } from "./compare-run";
import { type CompareAction, type CompareState, FIRST_COMPARE, reduceCompare } from "./compare-state";
import { SurfaceMemory } from "./compared-surfaces";
import { HessianFollower } from "./hessian-follower";
import { alignOther, compareWith, isSame, type Pair, pairExperiments, withActivation } from "./pair";
import type { SideState } from "./side-state";
import { captureComparison, commonLegend, differenceLegend } from "./views/compare-picture";
import { renderComparison } from "./views/compare-view";
import { LinkedScenes, SCENE_NAMES, type SceneName } from "./views/linked-scenes";

/** Two experiments side by side, in place of the page's surface. */
export function openTool(host: HTMLElement, parts: ToolParts): Tool {
  const comparison = new ComparisonTool(host, parts);
  return {
    update: () => comparison.draw(),
    hide: () => comparison.hide(),
    restyle: () => comparison.restyle(),
    savePicture: () => comparison.savePicture(),
  };
}

const NO_WEBGL =
  "This browser has no WebGL2, so the surfaces are not drawn. The statistics below are computed all the same.";

class ComparisonTool {
  readonly #host: HTMLElement;
  readonly #parts: ToolParts;
  readonly #run: CompareRun;
  readonly #store = openStore<CompareState, CompareAction>(FIRST_COMPARE, reduceCompare);
  readonly #hessian: HessianFollower;
  readonly #memory = new SurfaceMemory();
  readonly #actions: CompareActions;
  readonly #drawSoon = renderOncePerFrame(() => {
    if (this.#isOpen) this.draw();
  });
  #isOpen = false;
  #pair: { readonly value: Pair; readonly comparison: Comparison | undefined } | null = null;
  #scenes: LinkedScenes | null = null;
  #legends: Readonly<Record<string, string>> = {};

  constructor(host: HTMLElement, parts: ToolParts) {
    this.#host = host;
    this.#parts = parts;
    this.#run = new CompareRun(parts, this.#drawSoon);
    this.#hessian = new HessianFollower(parts.service, {
      onAnswer: this.#drawSoon,
      onFailure: (message) => this.#store.dispatch({ type: "fail-hessian", message }),
    });
    this.#store.subscribe(this.#drawSoon);
    this.#actions = this.#createActions();
  }

  draw(): void {
    this.#isOpen = true;
    const model = this.#describe(this.#parts.store.getState());
    const state = this.#store.getState();
    render(renderComparison(model, state, this.#actions), this.#host);
    this.#drawScenes(model, state.withDifference);
    this.#drawLegend("common", commonLegend(model));
    this.#drawLegend("difference", state.withDifference ? differenceLegend(model) : null);
  }

  /** Frees the graphics contexts and ends running computations; their results stay. */
  hide(): void {
    this.#isOpen = false;
    this.#run.rest();
    this.#scenes?.dispose();
    this.#scenes = null;
    this.#store.dispatch({ type: "close" });
  }

  restyle(): void {
    this.#scenes?.setTheme(this.#parts.view.theme());
    this.#legends = {};
    if (this.#isOpen) this.draw();
  }

  #describe(state: StudioState): CompareModel {
    const pair = this.#pairOf(state);
    const sides = this.#run.follow(pair);
    this.#hessian.follow(sides, this.#store.getState().hessian);
    const surfaces = this.#memory.update(sides, state.view.height);
    return describeComparison({
      pair,
      sides,
      surfaces,
      view: state.view,
      history: state.history,
      findHessian: (side) => this.#findHessian(side),
      isHessianBusy: this.#hessian.isBusy,
    });
  }

  /** A result that holds its Hessian shows it; one computed for the table is shown while the reader asks for it. */
  #findHessian(side: SideState): HessianSummary | null {
    const { isAsked } = this.#store.getState().hessian;
    return isAsked ? this.#hessian.find(side) : (side.outcome?.fullHessian?.center ?? null);
  }

  /** The same object while both experiments are the same: the run recognises its work by it. */
  #pairOf(state: StudioState): Pair {
    const a = shownSpec(state);
    const { compare } = state.view;
    const known = this.#pair;
    if (known && known.comparison === compare && isSame(known.value.a, a)) return known.value;
    const value = pairExperiments(a, compare);
    this.#pair = { value, comparison: compare };
    return value;
  }

  #drawScenes(model: CompareModel, withDifference: boolean): void {
    const { view, surfaces, names } = model;
    const labels: Readonly<Record<SceneName, string>> = {
      a: `Loss surface A, ${names[0]}.`,
      b: `Loss surface B, ${names[1]}.`,
      difference: "Difference of the two loss surfaces, B − A.",
    };
    const wanted = SCENE_NAMES.filter((name) => name !== "difference" || withDifference);
    try {
      this.#scenes ??= new LinkedScenes(view.camera, {
        theme: this.#parts.view.theme(),
        onCamera: (camera) => this.#parts.store.dispatch({ type: "look", view: { camera } }),
        onHover: (point) => this.#store.dispatch({ type: "hover", point }),
      });
      for (const name of SCENE_NAMES) {
        if (wanted.includes(name)) this.#scenes.open(name, this.#hostOf(name), labels[name]);
        else this.#scenes.close(name);
      }
    } catch {
      this.#say(NO_WEBGL);
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

  #say(message: string): void {
    this.#store.dispatch({ type: "say", message });
  }

  #compare(change: Partial<Comparison>): void {
    const { store } = this.#parts;
    const { compare } = store.getState().view;
    this.#say("");
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
      else this.#say(`${nameOf(file)}: this is a certificate, not an experiment.`);
    } catch (error) {
      const text = error instanceof OpenFileError ? error.message : `${nameOf(file)}: the file could not be read.`;
      this.#say(text);
    }
  }

  #chooseLink(text: string): boolean {
    const { spec, message } = readLink(findLink(text) === "" ? `#${text}` : text);
    if (message !== "") this.#say(message);
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

  savePicture(): void {
    void this.#savePicture();
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
      const { withDifference } = this.#store.getState();
      const blob = await captureComparison(model, scenes, hosts, withDifference, this.#parts.view.theme());
      download(
        blob,
        `losscape-compare-${model.names
          .join("-")
          .toLowerCase()
          .replaceAll(/[^a-z]+/g, "-")}.png`,
      );
    } catch (error) {
      this.#say(describeFailure(error));
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
      showDifference: (shown) => this.#store.dispatch({ type: "show-difference", shown }),
      askHessian: (asked) => this.#store.dispatch({ type: "ask-hessian", asked }),
      savePicture: () => this.savePicture(),
      resetCamera: () => this.#scenes?.resetCamera(),
      viewFromTop: () => this.#scenes?.topView(),
      cancel: () => this.#run.cancel(),
      retry: () => this.#run.retry(),
    };
  }
}
