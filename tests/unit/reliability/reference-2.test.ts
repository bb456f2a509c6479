import { expectReliable } from "../../reliability/expect-reliable";
import { startReferenceRun } from "../../reliability/reliability-run";

const run = startReferenceRun(1002);
expectReliable("float64, seed 1002", 5_000, () => run);
