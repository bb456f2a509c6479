import { expectReliable } from "../../reliability/expect-reliable";
import { startReferenceRun } from "../../reliability/reliability-run";

const run = startReferenceRun(1004);
expectReliable("float64, seed 1004", 5_000, () => run);
