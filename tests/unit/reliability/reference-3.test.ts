import { expectReliable } from "../../reliability/expect-reliable";

expectReliable(1003, 5_000);
