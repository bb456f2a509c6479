import type { Page } from "playwright-core";
import { openSourcePage, type SourcePage } from "../../src/cli/pages/source-page";
import { type BenchRow, completeRows, type Measured, missRows } from "./measured";
import { measureCommands } from "./node/commands-family";
import { measureAgainstEarlier } from "./node/earlier-family";
import { measureHessian } from "./node/hessian-family";
import { measureLive } from "./node/live-family";
import { measureMemory } from "./node/memory-family";
import { measureNative } from "./node/native-family";
import { measureOpening } from "./node/opening-family";
import { NODE_ROWS, type NodeFamily, PAGE_ROWS, type PageFamily } from "./rows";
import { explain } from "./stopwatch";

export type Family = PageFamily | NodeFamily;

const PAGE_FAMILIES = Object.keys(PAGE_ROWS) as PageFamily[];
export const FAMILIES: readonly Family[] = [...PAGE_FAMILIES, ...(Object.keys(NODE_ROWS) as NodeFamily[])];

const NODE_MEASURES: Readonly<Record<NodeFamily, (page: Page) => Promise<Readonly<Record<string, Measured>>>>> = {
  memory: measureMemory,
  hessian: measureHessian,
  native: measureNative,
  opening: measureOpening,
  live: measureLive,
  commands: measureCommands,
  earlier: measureAgainstEarlier,
};

/** The rows of each family, and the device of the page. */
export interface BenchTables {
  readonly renderer: string;
  readonly families: Readonly<Partial<Record<Family, readonly BenchRow[]>>>;
}

export interface BenchSettings {
  /** In this order. */
  readonly wanted: readonly Family[];
  /** Milliseconds after which no family is measured any more; by default there is no limit. */
  readonly limitMs?: number;
  /** Called with one line before and after each family. */
  readonly report: (line: string) => void;
}

/**
 * Measures families one after another, each in a new page. A family that fails, also by its page, has the reason in its rows.
 */
export async function measureFamilies({ wanted, limitMs, report }: BenchSettings): Promise<BenchTables> {
  const end = limitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + limitMs;
  const bench = new Bench();
  const families: Partial<Record<Family, readonly BenchRow[]>> = {};
  try {
    const { renderer } = await bench.open();
    for (const family of wanted) {
      const began = performance.now();
      report(`${family}…`);
      const specs = { ...PAGE_ROWS, ...NODE_ROWS }[family];
      try {
        families[family] = completeRows(specs, await waitUntil(end, bench.measure(family)));
      } catch (error) {
        families[family] = missRows(specs, explain(error));
      }
      // Each family has a page of its own, so that a lost graphics context does not spoil the next one.
      await bench.close();
      report(`${family}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    return { renderer, families };
  } finally {
    await bench.close();
  }
}

/** @throws Error when the time is over */
async function waitUntil<Result>(end: number, promise: Promise<Result>): Promise<Result> {
  if (end === Number.POSITIVE_INFINITY) return promise;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The time was over.")), Math.max(0, end - performance.now()));
  });
  // What goes on after that fails with the page, and nobody waits for it.
  promise.catch(() => {});
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** The bench's page, opened when it is needed. */
class Bench {
  #opened: SourcePage | undefined;

  async open(): Promise<{ readonly page: Page; readonly renderer: string }> {
    this.#opened ??= await openSourcePage("tests/bench");
    const { page } = this.#opened;
    await page.waitForFunction(() => window.bench !== undefined);
    return { page, renderer: await page.evaluate(() => window.bench!.renderer) };
  }

  async measure(family: Family): Promise<Readonly<Record<string, Measured>>> {
    const { page } = await this.open();
    if (isOfPage(family)) return page.evaluate((name) => window.bench!.measure(name), family);
    return NODE_MEASURES[family](page);
  }

  async close(): Promise<void> {
    await this.#opened?.close();
    this.#opened = undefined;
  }
}

function isOfPage(family: Family): family is PageFamily {
  return (PAGE_FAMILIES as readonly Family[]).includes(family);
}
