import { expectReliable } from "../../reliability/expect-reliable";
import { startReferenceRun } from "../../reliability/reliability-run";

const run = startReferenceRun(1003);
expectReliable("float64, seed 1003", 5_000, () => run);
