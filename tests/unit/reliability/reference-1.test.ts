import { expectReliable } from "../../reliability/expect-reliable";
import { startReferenceRun } from "../../reliability/reliability-run";

const run = startReferenceRun(1001);
expectReliable("float64, seed 1001", 5_000, () => run);
