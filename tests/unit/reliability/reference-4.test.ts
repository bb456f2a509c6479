import { expectReliable } from "../../reliability/expect-reliable";

expectReliable(1004, 5_000);
