import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../src/compute/reference-service";
import { startPipeline } from "../../../src/studio/pipeline";
import { createState } from "../../../src/studio/reducer";
import { createStore } from "../../../src/studio/store";
import { smallSpec } from "../survey/small-survey";

describe("the service on loan", () => {
  it("has one borrower at a time, in the order in which they asked, whatever becomes of the one before", async () => {
    const pipeline = startPipeline(createStore(createState(smallSpec())), createReferenceService());
    const events: string[] = [];
    const borrow = (name: string, fails = false) =>
      pipeline.lend(async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const loans = await Promise.allSettled([borrow("first", true), borrow("second"), borrow("third")]);
    expect(events).toEqual([
      "first begins",
      "first ends",
      "second begins",
      "second ends",
      "third begins",
      "third ends",
    ]);
    expect(loans.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });
});
