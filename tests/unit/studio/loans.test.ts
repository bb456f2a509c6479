import { describe, expect, it } from "vitest";
import { createReferenceService } from "../../../src/compute/reference-service";
import { startPipeline } from "../../../src/studio/pipeline";
import { createState } from "../../../src/studio/reducer";
import { createStore, untilState } from "../../../src/studio/store";
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

  it("is had only once the page's own training has ended, which a loan does not cut short", async () => {
    const store = createStore(createState(smallSpec()));
    const pipeline = startPipeline(store, createReferenceService());
    const cancelled = new AbortController();
    const loans = [
      pipeline.lend(async () => store.getState().run.training),
      pipeline.lend(async () => "begun", cancelled.signal),
    ] as const;
    expect(store.getState().run.training.phase).not.toBe("finished");
    const training = await loans[0];
    expect(training).toMatchObject({ phase: "finished", step: 30 });
    expect(await loans[1]).toBe("begun");
  });

  it("is not waited for any longer once the wait is cancelled, and the training goes on", async () => {
    const store = createStore(createState(smallSpec()));
    const pipeline = startPipeline(store, createReferenceService());
    const wait = new AbortController();
    const loan = pipeline.lend(async () => "begun", wait.signal);
    wait.abort();
    await expect(loan).rejects.toMatchObject({ name: "AbortError" });
    await untilState(store, ({ run }) => run.training.phase === "finished");
    expect(store.getState().run.training.step).toBe(30);
    expect(await pipeline.lend(async () => "begun")).toBe("begun");
  });
});
