import { expectReliable } from "../../reliability/expect-reliable";
import { startReferenceRun } from "../../reliability/reliability-run";
import { amount } from "../../support/long-run";

const run = startReferenceRun(1002);
expectReliable("float64, seed 1002", amount(1_000, 5_000), () => run);
