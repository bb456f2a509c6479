import { expectReliable } from "../../reliability/expect-reliable";

expectReliable(1002, 5_000);
