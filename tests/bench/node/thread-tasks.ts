import type { Browser, Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * The longest task of the page's own thread while something happens, in milliseconds of processor time. A machine that does other work too
 * makes tasks longer by the clock, but not by this.
 */
export async function measureLongestTask(browser: Browser, page: Page, act: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const tasksOf = ({ pid, tid }: TraceEvent) =>
    traceEvents.filter((event) => event.pid === pid && event.tid === tid && event.name.endsWith("RunTask"));
  // The browser may keep an empty page beside this one.
  const threads = traceEvents
    .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
    .map(tasksOf);
  const busiest = threads.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (busiest.length === 0) throw new Error("The trace has no task of the page's thread.");
  return Math.max(...busiest.map(({ tdur = 0 }) => tdur)) / 1000;
}
