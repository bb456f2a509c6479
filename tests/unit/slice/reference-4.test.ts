import { expectReliable } from "../../reliability/expect-reliable";
import { startReferenceRun } from "../../reliability/reliability-run";
import { amount } from "../../support/long-run";

const run = startReferenceRun(1004);
expectReliable("float64, seed 1004", amount(1_000, 5_000), () => run);
