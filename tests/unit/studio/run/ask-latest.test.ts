import { describe, expect, it } from "vitest";
import { type AskOptions, createAskLatest } from "../../../../src/studio/run/ask-latest";

/** Requests are letters; each waits until it is answered by hand. */
function open(options: Partial<AskOptions<string, string>> = {}) {
  const calls: {
    readonly request: string;
    readonly signal: AbortSignal;
    readonly report: (fraction: number) => void;
    readonly resolve: (answer: string) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  const told: string[] = [];
  const latest = createAskLatest<string, string>({
    run: (request, signal, report) =>
      new Promise((resolve, reject) => calls.push({ request, signal, report, resolve, reject })),
    isSame: (one, other) => one === other,
    onAnswer: (answer, request) => told.push(`${request}: ${answer}`),
    onFailure: (message, request) => told.push(`${request} failed: ${message}`),
    onProgress: (fraction, request) => told.push(`${request} at ${fraction}`),
    ...options,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const asked = () => calls.map(({ request }) => request).join("");
  return { latest, calls, told, settle, asked };
}

describe("asking for the latest", () => {
  it("reports progress and answer, and does not ask the same again", async () => {
    const { latest, calls, told, settle, asked } = open();
    latest.ask("a");
    expect(latest.isBusy()).toBe(true);
    latest.ask("a");
    calls[0]!.report(0.5);
    calls[0]!.resolve("done");
    await settle();
    latest.ask("a");
    expect([asked(), latest.isBusy()]).toEqual(["a", false]);
    expect(told).toEqual(["a at 0.5", "a: done"]);
  });

  it("aborts an unwanted request without a report, and skips requests that were replaced before they began", async () => {
    const { latest, calls, told, settle, asked } = open();
    for (const request of "abc") latest.ask(request);
    expect([asked(), calls[0]!.signal.aborted]).toEqual(["a", true]);
    calls[0]!.report(0.9);
    calls[0]!.resolve("too late");
    await settle();
    calls[1]!.resolve("done");
    await settle();
    expect([asked(), told]).toEqual(["ac", ["c: done"]]);
  });

  it("waits for an answer that is still of use, then asks the newest request", async () => {
    const { latest, calls, told, settle, asked } = open({ isOfUse: (_, wanted) => wanted !== null });
    for (const request of "abc") latest.ask(request);
    expect(calls[0]!.signal.aborted).toBe(false);
    calls[0]!.resolve("one");
    await settle();
    expect([asked(), told]).toEqual(["ac", ["a: one"]]);
    latest.ask(null);
    expect(calls[1]!.signal.aborted).toBe(true);
    calls[1]!.reject(calls[1]!.signal.reason);
    await settle();
    expect([latest.isBusy(), told]).toEqual([false, ["a: one"]]);
  });

  it("asks again for an aborted request, and lets a running one that is wanted again go on", async () => {
    const { latest, calls, told, settle, asked } = open();
    latest.ask("a");
    latest.ask("b");
    latest.ask("a");
    calls[0]!.reject(calls[0]!.signal.reason);
    await settle();
    expect(asked()).toBe("aa");
    calls[1]!.resolve("done");
    await settle();
    expect(told).toEqual(["a: done"]);
    const kept = open({ isOfUse: () => true });
    for (const request of "aba") kept.latest.ask(request);
    kept.calls[0]!.resolve("done");
    await kept.settle();
    expect([kept.asked(), kept.told]).toEqual(["a", ["a: done"]]);
  });

  it("reports a failure once, and asks again only after another request", async () => {
    const { latest, calls, told, settle, asked } = open();
    latest.ask("a");
    calls[0]!.reject(new RangeError("No such plane."));
    await settle();
    latest.ask("a");
    expect([asked(), told]).toEqual(["a", ["a failed: No such plane."]]);
    latest.ask(null);
    latest.ask("a");
    expect(asked()).toBe("aa");
    latest.cancel();
    expect(calls[1]!.signal.aborted).toBe(true);
    calls[1]!.reject(calls[1]!.signal.reason);
    await settle();
    expect(told).toEqual(["a failed: No such plane.", "a failed: This was cancelled."]);
  });

  it("waits between two requests", async () => {
    const { latest, calls, settle, asked } = open({ rest: () => 40, isOfUse: () => true });
    latest.ask("a");
    latest.ask("b");
    calls[0]!.resolve("done");
    await settle();
    expect(asked()).toBe("a");
    await expect.poll(asked).toBe("ab");
  });
});
