import { ProcessorEvaluator } from "../../../src/processor/processor-evaluator";
import { expectReliable } from "../../reliability/expect-reliable";
import { ReliabilityRun } from "../../reliability/reliability-run";
import { amount } from "../../support/long-run";

const SEED = 3001;
const run = new ReliabilityRun(new ProcessorEvaluator(), SEED);
expectReliable(`WebAssembly float64, seed ${SEED}`, amount(4_000, 20_000), () => run);
