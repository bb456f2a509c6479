import type { Page } from "playwright-core";
import type { Measured, ValuesOf } from "../measured";
import type { NODE_ROWS } from "../rows";
import { explain } from "../stopwatch";

const WARM = 100;
const COUNTED = 1_000;

interface Growth {
  readonly tensors: Measured;
  readonly objects: Measured;
  readonly heap: Measured;
}

/** What many evaluations leave behind in the page: it is counted after the first ones and after the last. */
export async function measureMemory(page: Page): Promise<ValuesOf<typeof NODE_ROWS.memory>> {
  const [WebGL, processor] = [await measureGrowth(page, "WebGL"), await measureGrowth(page, "processor")];
  return {
    "tensors left behind, WebGL": WebGL.tensors,
    "textures and buffers left behind, WebGL": WebGL.objects,
    "growth of the heap, WebGL": WebGL.heap,
    "growth of the heap, processor": processor.heap,
  };
}

async function measureGrowth(page: Page, engine: "WebGL" | "processor"): Promise<Growth> {
  try {
    await evaluateOften(page, engine, WARM);
    const before = await count(page);
    await evaluateOften(page, engine, COUNTED);
    const after = await count(page);
    return {
      tensors: { value: after.tensors - before.tensors },
      objects: { value: after.objects - before.objects },
      heap: { value: (after.heap - before.heap) / 1000 },
    };
  } catch (error) {
    const reason = explain(error);
    return { tensors: { reason }, objects: { reason }, heap: { reason } };
  }
}

async function evaluateOften(page: Page, engine: "WebGL" | "processor", times: number): Promise<void> {
  await page.evaluate(([name, count]) => window.bench!.evaluateOften(name, count), [engine, times] as const);
}

/** Tensors, objects of WebGL, and the bytes of the heap after a collection of what is not used. */
async function count(page: Page) {
  const resources = await page.evaluate(() => window.bench!.countResources());
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { ...resources, heap: usedSize };
  } finally {
    await session.detach();
  }
}
