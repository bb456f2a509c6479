import { inBackground } from "../compute/service/service";
import type { ComputeService } from "../compute/service/tasks";
import { runExperiment } from "../compute/studies/run-experiment";
import type { LosscapeScripting } from "../compute/studies/scripting";
import { runSurvey } from "../compute/studies/survey/run-survey";
import { planSurvey } from "../compute/studies/survey/survey-plan";
import { parseSpec } from "../experiment/parse";
import {
  readCreases,
  readExplained,
  readFullHessian,
  readLandscape,
  readPlaneMeasure,
} from "../formats/files/result-file";
import { parseSurveyRequest } from "../formats/files/survey-file";
import type { Store } from "../studio/state/store";
import type { SurfaceView } from "../studio/views/surface/surface-view";
import { capturePicture } from "./page-commands";

export interface ScriptingParts {
  readonly store: Store;
  readonly view: SurfaceView;
  readonly service: ComputeService;
}

/** The scripting interface, `window.losscape`. It uses the same code as the page's controls. */
export function createScripting({ store, view, service }: ScriptingParts): LosscapeScripting {
  return {
    async run(spec, onProgress) {
      const parsed = parseSpec(spec);
      return runExperiment(parsed, inBackground(service), onProgress ?? (() => {}));
    },
    async survey(request, onProgress) {
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
      const landscape = readLandscape(result);
      const { verdict, timings } = result;
      // A result contains a certificate but not the finding that it was made from.
      const rest = { finding: null, creases: readCreases(result), fullHessian: readFullHessian(result) };
      const explained = readExplained(result);
      const measure = readPlaneMeasure(result);
      const outcome = { landscape, verdict, timings, measure, ...rest, ...(explained ? { explained } : {}) };
      store.dispatch({ type: "show-outcome", spec: parseSpec(result.spec), outcome });
      await nextFrame();
      // Without a morph, so that a script can capture the surface at once.
      view.surface.setLandscape(landscape, { morph: false });
      await nextFrame();
      await nextFrame();
    },
    capture: (options) => capturePicture({ store, view: () => view }, options),
  };
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
