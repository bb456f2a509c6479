import { expectReliable } from "../../reliability/expect-reliable";

expectReliable(1001, 5_000);
