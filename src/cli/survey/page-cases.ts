import { NOTHING } from "../../compute/studies/survey/measure-case";
import { measureResult } from "../../compute/studies/survey/measure-result";
import type { Spec } from "../../experiment/spec";
import { CaseProduct } from "../../experiment/survey/case-product";
import type { CaseMeasurement } from "../../formats/files/case-line";
import type { ResultDocument } from "../../formats/files/result-file";
import { messageOf } from "../../words/error-message";
import { HeadlessPage } from "../pages/headless-page";
import type { CaseRunner, WorkerStart } from "./case-workers";
import { hashCase } from "./fingerprint";
import { writeLine } from "./write-line";

/** Computes cases with WebGL in one page, as a visitor's browser does. Cases that share their weights train once. */
export async function createPageCases({ plan, attempt }: WorkerStart): Promise<CaseRunner> {
  const product = new CaseProduct(plan);
  const page = await HeadlessPage.open("webgl");
  const wantsHessian = plan.measure.includes("lambdaMin") || plan.measure.includes("fullHessian");
  let trained: { readonly key: string; readonly weights: Spec["weights"] } | null = null;

  const measure = async (spec: Spec): Promise<CaseMeasurement> => {
    const { dataset, network, loss, weights, plane } = spec;
    const key = JSON.stringify([dataset, network, loss, weights]);
    // A plane of the training's trajectory needs the training.
    const known = trained?.key === key && plane.kind !== "trajectory-pca" ? trained.weights : weights;
    const asked: Spec = { ...spec, weights: known, fullHessian: wantsHessian ? "center" : "none" };
    try {
      const result = JSON.parse(await page.run(JSON.stringify(asked), () => {})) as ResultDocument;
      trained = { key, weights: result.spec.weights };
      return await measureResult(result, plan.measure);
    } catch (error) {
      return { ...NOTHING, message: messageOf(error).slice(0, 2_000) };
    }
  };

  return {
    run: async (source, onLine) => {
      try {
        for (let index = source.next(0); index !== null; index = source.next(0)) {
          const began = performance.now();
          const found = product.caseAt(index);
          const measurement = await measure(found.spec);
          const ms = performance.now() - began;
          onLine(writeLine({ ...found, hash: hashCase(plan, found) }, measurement, { attempt, ms }));
        }
      } finally {
        await page.close();
      }
    },
  };
}
