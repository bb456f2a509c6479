import type { Measured } from "./measured";

/** Something that is timed, or that measures its own milliseconds. `times` is the whole work in units of what `run` does. */
export type Subject =
  | { readonly run: () => Promise<unknown>; readonly times?: number }
  | { readonly measure: () => Promise<number> };

/** The times of several subjects in milliseconds, measured in turns; a subject that failed has the reason instead. */
export class Times<Name extends string> {
  readonly #times: ReadonlyMap<Name, readonly number[] | string>;

  constructor(times: ReadonlyMap<Name, readonly number[] | string>) {
    this.#times = times;
  }

  /** The median time. */
  milliseconds(name: Name): Measured {
    const times = this.#times.get(name)!;
    return typeof times === "string" ? { reason: times } : { value: median(times) };
  }

  /** The median over the rounds of one time divided by the other: what slows down both within a round cancels. */
  ratio(over: Name, under: Name): Measured {
    const [first, second] = [this.#times.get(over)!, this.#times.get(under)!];
    if (typeof first === "string") return { reason: first };
    if (typeof second === "string") return { reason: second };
    return { value: median(first.map((time, round) => time / second[round]!)) };
  }
}

/**
 * Times subjects in turns, after a first run of each that compiles. The order is reversed in every second round, so that none of them
 * always runs on a warmer machine. A subject that throws is left out, and the others go on.
 */
export async function timeInTurns<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  rounds = 5,
): Promise<Times<Name>> {
  const names = Object.keys(subjects) as Name[];
  const times = new Map<Name, number[] | string>();
  for (const name of names) {
    try {
      await time(subjects[name]);
      times.set(name, []);
    } catch (error) {
      times.set(name, explain(error));
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const earlier = times.get(name)!;
      if (typeof earlier === "string") continue;
      try {
        earlier.push(await time(subjects[name]));
      } catch (error) {
        times.set(name, explain(error));
      }
    }
  }
  return new Times(times);
}

async function time(subject: Subject): Promise<number> {
  if ("measure" in subject) return subject.measure();
  const began = performance.now();
  await subject.run();
  return (performance.now() - began) * (subject.times ?? 1);
}

/** What went wrong, in one line, also where it went wrong in a page that a script drives. */
export function explain(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n", 1);
  return line.replace(/^page\.\w+: (?:\w*Error: )?/, "");
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Changes a value where there is one. */
export function mapValue(measured: Measured, change: (value: number) => number): Measured {
  return "reason" in measured ? measured : { ...measured, value: change(measured.value) };
}
