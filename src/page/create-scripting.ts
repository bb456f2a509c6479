import { inBackground } from "../compute/service/service";
import type { ComputeService } from "../compute/service/tasks";
import type { LosscapeScripting } from "../compute/studies/scripting";
import { parseSpec } from "../experiment/parse";
import type { Store } from "../studio/state/store";
import type { SurfaceView } from "../studio/views/surface/surface-view";

export interface ScriptingParts {
  readonly store: Store;
  readonly view: SurfaceView;
  readonly service: ComputeService;
}

/**
 * The scripting interface, `window.losscape`. It uses the same code as the page's controls, and loads what the page does not need to
 * open when it is first called.
 */
export function createScripting({ store, view, service }: ScriptingParts): LosscapeScripting {
  return {
    async run(spec, onProgress) {
      const { runExperiment } = await import("../compute/studies/run-experiment");
      return runExperiment(parseSpec(spec), inBackground(service), onProgress ?? (() => {}));
    },
    async survey(request, onProgress) {
      const { runSurvey, planSurvey, parseSurveyRequest } = await import("./scripted-survey");
      const { spec, ...wanted } = Object(request) as Record<string, unknown>;
      const plan = planSurvey(parseSpec(spec), parseSurveyRequest(wanted));
      return runSurvey(plan, inBackground(service), { onProgress });
    },
    measureSpeed: async (spec) => service.run("measureSpeed", parseSpec(spec)),
    async drawSurvey(survey) {
      const { paintSurvey } = await import("../tools/survey/survey-picture");
      return paintSurvey(survey, "light");
    },
    async show(result) {
      const { readOutcome } = await import("./shown-result");
      const { spec, outcome } = readOutcome(result);
      store.dispatch({ type: "show-outcome", spec, outcome });
      await nextFrame();
      // Without a morph, so that a script can capture the surface at once.
      view.surface.setLandscape(outcome.landscape, { morph: false });
      await nextFrame();
      await nextFrame();
    },
    async capture(options) {
      const { capturePicture } = await import("./page-files");
      return capturePicture({ store, view: () => view }, options);
    },
  };
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
