/** A worker thread of a survey: it measures one case after the other and answers with its line. */
import { parentPort, workerData } from "node:worker_threads";
import { CaseMeasurer } from "../../compute/studies/survey/measure-case";
import { createSurveyEngine } from "../../compute/studies/survey/survey-engine";
import { CaseProduct } from "../../experiment/survey/case-product";
import { messageOf } from "../../words/error-message";
import type { WorkerAnswer, WorkerStart } from "./case-workers";
import { hashCase } from "./fingerprint";
import { writeLine } from "./write-line";

const { plan, attempt } = workerData as WorkerStart;
const product = new CaseProduct(plan);
const measurer = new CaseMeasurer(
  await createSurveyEngine(plan.backend === "reference" ? "reference" : "processor"),
  plan.measure,
);
const answer = (message: WorkerAnswer) => parentPort!.postMessage(message);

parentPort!.on("message", async (index: number) => {
  try {
    const began = performance.now();
    const found = product.caseAt(index);
    const measurement = await measurer.measure(found.spec);
    const ms = performance.now() - began;
    answer({ line: writeLine({ ...found, hash: hashCase(plan, found) }, measurement, { attempt, ms }) });
  } catch (error) {
    answer({ failure: messageOf(error) });
  }
});
answer({ line: null });
