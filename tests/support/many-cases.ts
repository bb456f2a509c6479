import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashCase, settlePlan } from "../../src/cli/survey/fingerprint";
import { writeLine } from "../../src/cli/survey/write-line";
import { CaseProduct } from "../../src/experiment/survey/case-product";
import { smallPlan } from "./survey-plan";

/**
 * Writes a survey's folder with so many invented lines, in two files.
 * @returns the bytes of the lines
 */
export function writeManyCases(folder: string, count: number): number {
  const vary = {
    "network.activation": ["sigmoid", "relu"],
    "weights.seed": { from: 0, count: 20 },
    "plane.seed": { from: 0, count: count / 40 },
  };
  const plan = settlePlan(smallPlan({ vary }), null);
  const product = new CaseProduct(plan);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "plan.json"), JSON.stringify(plan));
  let bytes = 0;
  let pieces: [string[], string[]] = [[], []];
  const flush = () => {
    for (const [i, piece] of pieces.entries()) {
      const text = piece.join("");
      bytes += Buffer.byteLength(text);
      appendFileSync(path.join(folder, `cases-${i + 1}.jsonl`), text);
    }
    pieces = [[], []];
  };
  for (let index = 0; index < product.count; index++) {
    const found = product.caseAt(index);
    const share = ((index * 7919) % 1000) / 1000;
    const line = writeLine(
      { ...found, hash: hashCase(plan, found) },
      {
        status: "measured",
        message: "",
        classes: {
          "nonconvex-curvature": share,
          "nonconvex-chord": 0,
          convex: 1 - share,
          undecided: 0,
          "not-finite": 0,
        },
        lowest: { curvature: -share, error: 1e-12 },
        center: { min: 0.25 - share, max: 1, error: 1e-12 },
        lambdaMin: -0.1 * share - 0.1,
        lambdaMinError: 1e-12,
        fullHessian: {
          min: -0.1 * share - 0.1,
          max: 1,
          tolerance: 1e-12,
          negative: 3,
          zero: 0,
          positive: 10,
          provedNegative: true,
        },
        verdict: {
          kind: "not-convex",
          scope: "loss",
          reason: "Invented for a test of the merge, which reads many lines.",
        },
        loss: share,
      },
      { attempt: 1, ms: 12.5 },
    );
    pieces[index % 3 === 0 ? 1 : 0].push(`${line}\n`);
    if (index % 5_000 === 0) flush();
  }
  flush();
  return bytes;
}
