import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import type { PointRequest } from "../../../../src/compute/jobs/inspect-slice";
import type { LandscapeOutcome, LandscapeProgress } from "../../../../src/compute/jobs/landscape-outcome";
import { Commands, type TaskContext } from "../../../../src/compute/jobs/task-context";
import type { RaceCommand } from "../../../../src/compute/jobs/training/step-control";
import { listBuffers } from "../../../../src/compute/service/list-buffers";
import { LocalService } from "../../../../src/compute/service/local-service";
import { createReferenceService } from "../../../../src/compute/service/reference-service";
import { RemoteService } from "../../../../src/compute/service/remote-service";
import { serveTasks } from "../../../../src/compute/service/serve-tasks";
import type { Service } from "../../../../src/compute/service/service";
import type { ComputeService, ComputeTasks, Tasks } from "../../../../src/compute/service/tasks";
import type { PointAnalysis } from "../../../../src/convexity/points/analysis";
import { parseSpec } from "../../../../src/experiment/parse";
import { giveWay } from "../../../../src/numeric/pacer";
import { EXAMPLE_SPEC } from "../../../support/example-spec";

/** Small tasks that record what they do. */
function makeTable() {
  const log: string[] = [];
  const given: Float64Array[] = [];
  const table = {
    /** Works in the requested number of units. */
    async work({ name, units }: { name: string; units: number }, { signal, report }: TaskContext<number>) {
      for (let unit = 1; unit <= units; unit++) {
        await giveWay(signal);
        log.push(name);
        report(unit);
      }
      return name;
    },
    async give(length: number, _context: TaskContext) {
      const values = new Float64Array(length).fill(7);
      given.push(values);
      return { values, halves: [values.subarray(1)] };
    },
    async fail(message: string, _context: TaskContext) {
      throw new RangeError(message);
    },
    /** Sums the numbers of its commands until the command to end. */
    async listen(start: number, { commands, waitIdle, signal }: TaskContext<never, number | "end">) {
      let sum = start;
      await waitIdle(
        new Promise<void>((resolve) => {
          signal.addEventListener("abort", () => resolve());
          commands.listen((command) => {
            if (command === "end") resolve();
            else sum += command;
          });
        }),
      );
      signal.throwIfAborted();
      return sum;
    },
  };
  return { table, log, given };
}

type Table = ReturnType<typeof makeTable>["table"];
const opened: MessagePort[] = [];
afterEach(() => {
  for (const port of opened.splice(0)) port.close();
});

/** The table at the other end of a real channel. */
function open(): { service: Service<Table>; log: string[]; given: Float64Array[] } {
  const { table, log, given } = makeTable();
  const { port1, port2 } = new MessageChannel();
  opened.push(port1, port2);
  serveTasks(port2, new LocalService(table));
  const service = new RemoteService<Table>(port1);
  port1.start();
  port2.start();
  return { service, log, given };
}

describe("calls over a channel", () => {
  it("go on side by side: none ends another of its kind", async () => {
    const { service, log } = open();
    const [older, newer] = await Promise.all([
      service.run("work", { name: "older", units: 4 }),
      service.run("work", { name: "newer", units: 2 }),
    ]);
    expect([older, newer]).toEqual(["older", "newer"]);
    expect(log.slice(0, 4).sort()).toEqual(["newer", "newer", "older", "older"]);
  });

  it("report to their own caller alone, every report before the response", async () => {
    const { service } = open();
    const reports: Record<string, number[]> = { a: [], b: [] };
    const run = (name: string, units: number) =>
      service.run("work", { name, units }, { onProgress: (unit) => reports[name]!.push(unit) });
    await Promise.all([run("a", 3).then(() => expect(reports.a).toEqual([1, 2, 3])), run("b", 2)]);
    expect(reports).toEqual({ a: [1, 2, 3], b: [1, 2] });
  });

  it("end at their own signal, at once, and the others go on", async () => {
    const { service, log } = open();
    const abort = new AbortController();
    const endless = service.run("work", { name: "endless", units: 1_000_000 }, { signal: abort.signal });
    const other = service.run(
      "work",
      { name: "other", units: 50 },
      { onProgress: (unit) => unit === 3 && abort.abort() },
    );
    await expect(endless).rejects.toMatchObject({ name: "AbortError" });
    expect(await other).toBe("other");
    const worked = log.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log).toHaveLength(worked);
    await expect(service.run("give", 2, { signal: abort.signal })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("give their buffers away: the sender's are detached, and views of one buffer stay together", async () => {
    const { service, given } = open();
    const { values, halves } = await service.run("give", 5);
    expect([...values]).toEqual([7, 7, 7, 7, 7]);
    expect(halves[0]!.buffer).toBe(values.buffer);
    expect(given[0]!.length).toBe(0);
    expect(given[0]!.buffer.byteLength).toBe(0);
  });

  it("keep what the caller sends: a request is copied", async () => {
    const { service } = open();
    const request = { name: "kept", units: 1, weights: new Float64Array(3) };
    await service.run("work", request);
    expect(request.weights).toHaveLength(3);
  });

  it("reject with the task's own error, by name and message", async () => {
    const { service } = open();
    await expect(service.run("fail", "plane: is flat")).rejects.toMatchObject({
      name: "RangeError",
      message: "plane: is flat",
    });
  });

  it("take commands, those sent before the task listens too, each call its own", async () => {
    const { service } = open();
    const [one, two] = [new Commands<number | "end">(), new Commands<number | "end">()];
    one.send(5);
    const sums = [service.run("listen", 1, { commands: one }), service.run("listen", 1, { commands: two })];
    two.send(10);
    one.send(20);
    for (const commands of [one, two]) commands.send("end");
    expect(await Promise.all(sums)).toEqual([26, 11]);
  });
});

describe("work in the background", () => {
  const background = { priority: "background" } as const;

  it("waits between its units while the page works, and then continues", async () => {
    const { service, log } = open();
    const page: Promise<string>[] = [];
    const onProgress = (unit: number): void => {
      if (unit === 3) page.push(...["first", "second"].map((name) => service.run("work", { name, units: 5 })));
    };
    await service.run("work", { name: "background", units: 500 }, { ...background, onProgress });
    await Promise.all(page);
    const first = log.findIndex((name) => name !== "background");
    const last = log.findLastIndex((name) => name !== "background");
    expect(log.slice(first, last + 1)).not.toContain("background");
    expect(log.filter((name) => name === "background")).toHaveLength(500);
    expect(last).toBeLessThan(log.length - 1);
  });

  it("waits for the page's work, whichever was asked for first", async () => {
    const { service, log } = open();
    const page = service.run("work", { name: "page", units: 3 });
    const later = service.run("work", { name: "background", units: 1 }, background);
    const other = service.run("work", { name: "page", units: 3 });
    await Promise.all([page, later, other]);
    expect(log.at(-1)).toBe("background");
  });

  it("continues while the page's work only waits for the reader", async () => {
    const { service } = open();
    const commands = new Commands<number | "end">();
    const waiting = service.run("listen", 1, { commands });
    expect(await service.run("work", { name: "background", units: 3 }, background)).toBe("background");
    commands.send("end");
    expect(await waiting).toBe(1);
  });

  it("is let on when the page's work is aborted or fails, and ends itself while it waits", async () => {
    const { service, log } = open();
    const [page, own] = [new AbortController(), new AbortController()];
    const endless = service.run("work", { name: "page", units: 1_000_000 }, { signal: page.signal });
    const waiting = service.run("work", { name: "given up", units: 1 }, { ...background, signal: own.signal });
    const patient = service.run("work", { name: "patient", units: 1 }, background);
    await expect.poll(() => log.length, { interval: 1 }).toBeGreaterThan(3);
    own.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    page.abort();
    await expect(endless).rejects.toMatchObject({ name: "AbortError" });
    expect(await patient).toBe("patient");
    expect(log).not.toContain("given up");
    await service.run("fail", "why").catch(() => {});
    expect(await service.run("work", { name: "after", units: 1 }, background)).toBe("after");
  });
});

describe("the compute service over a channel", () => {
  it("gives the numbers of the service on the spot, again and again: it keeps nothing that it gave away", async () => {
    const { port1, port2 } = new MessageChannel();
    opened.push(port1, port2);
    const here = createReferenceService();
    serveTasks(port2, here);
    const service: ComputeService = new RemoteService<ComputeTasks>(port1);
    port1.start();
    port2.start();
    const spec = parseSpec({ ...EXAMPLE_SPEC, plane: { kind: "hessian" } });
    const { parameters } = await service.run("train", spec);
    const expected = await createReferenceService().run("evaluate", { spec, parameters });
    for (let time = 0; time < 2; time++) {
      const { timings: _timings, ...outcome } = await service.run("evaluate", { spec, parameters });
      const { timings: _others, ...reference } = expected;
      expect(outcome).toEqual(reference);
      const request = { spec, parameters, x: 0.5, y: 0 };
      expect(await service.run("analyzePoint", request)).toEqual(
        await createReferenceService().run("analyzePoint", request),
      );
    }
  });
});

describe("the types of the table", () => {
  it("are read off the functions", () => {
    expectTypeOf<Tasks["evaluate"]["response"]>().toEqualTypeOf<LandscapeOutcome>();
    expectTypeOf<Tasks["evaluate"]["progress"]>().toEqualTypeOf<LandscapeProgress>();
    expectTypeOf<Tasks["evaluate"]["command"]>().toEqualTypeOf<never>();
    expectTypeOf<Tasks["race"]["command"]>().toEqualTypeOf<RaceCommand>();
    expectTypeOf<Tasks["analyzePoint"]["request"]>().toEqualTypeOf<PointRequest>();
    expectTypeOf<Tasks["analyzePoint"]["response"]>().toEqualTypeOf<PointAnalysis>();
    expectTypeOf<Tasks["loseContext"]["request"]>().toEqualTypeOf<undefined>();
  });

  it("refuse another task's request, and a task that there is not", () => {
    const ask = (service: ComputeService) => [
      // @ts-expect-error: a certificate's text is no experiment
      service.run("train", "text"),
      // @ts-expect-error: no such task
      service.run("trian", EXAMPLE_SPEC),
      // @ts-expect-error: a training cannot take single steps
      service.run("train", parseSpec(EXAMPLE_SPEC), { commands: new Commands<"step">() }),
    ];
    expect(ask).toBeTypeOf("function");
  });
});

it("lists each buffer once, wherever its views are", () => {
  const [one, two] = [new Float64Array(2), new Uint8Array(3)];
  const value = { a: one, b: [{ c: two, d: one.subarray(1) }, null, "text", 4], e: undefined };
  expect(listBuffers(value)).toEqual([one.buffer, two.buffer]);
});
