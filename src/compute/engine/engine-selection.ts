import type { WorkSignal } from "../../numeric/pacer";
import type { Cascade } from "./cascade";
import type { ComputeEngine } from "./engine";
import type { EngineChoice, EngineComparison, EngineKind, EngineReport, EngineStart } from "./engine-choice";
import type { EngineSource } from "./engine-source";
import { compareEngines } from "./measure-speed";
import { createProcessorEngine } from "./processor-engine";
import { createReferenceEngine } from "./reference-engine";

/** Opens the engines that may be absent. Each is opened at most once, and only when it is needed. */
export interface EngineOpeners {
  readonly processor: () => Promise<ComputeEngine>;
  /** @param float64  computes what WebGL leaves undecided */
  readonly webgl: (float64: Cascade) => Promise<ComputeEngine>;
  readonly compare: (webgl: ComputeEngine, processor: ComputeEngine, signal: WorkSignal) => Promise<EngineComparison>;
}

const OPENERS: EngineOpeners = {
  processor: createProcessorEngine,
  // Loaded only here: the page's first landscape needs nothing of tfjs.
  webgl: async (float64) => (await import("./webgl-engine")).createWebglEngine(float64),
  compare: compareEngines,
};

const NO_WEBGL = "WebGL2 is not available here, so the processor computes.";
const NO_SIMD = "WebAssembly SIMD is not available here, so WebGL computes.";
const NEITHER =
  "Neither WebGL2 nor WebAssembly SIMD is available here, so the slower float64 evaluator computes on the processor.";

/** The engines of a browser: the processor at once, WebGL where it is chosen or was measured to be faster. */
export class EngineSelection implements EngineSource {
  readonly #openers: EngineOpeners;
  readonly #reference = createReferenceEngine();
  #processor: Promise<ComputeEngine | null> | null = null;
  #webgl: Promise<ComputeEngine | null> | null = null;
  readonly #absent = new Set<EngineKind>();
  #choice: EngineChoice;
  #comparison: EngineComparison | null;
  #current: ComputeEngine = this.#reference;

  private constructor({ choice, comparison }: EngineStart, openers: EngineOpeners) {
    this.#openers = openers;
    this.#choice = choice;
    this.#comparison = comparison;
  }

  static async open(start: EngineStart, openers: EngineOpeners = OPENERS): Promise<EngineSelection> {
    const selection = new EngineSelection(start, openers);
    await selection.#select();
    return selection;
  }

  get current(): ComputeEngine {
    return this.#current;
  }

  describe(): EngineReport {
    const { info, reason } = this.#current;
    return {
      ...info,
      choice: this.#choice,
      comparison: this.#choice === "automatic" ? this.#comparison : null,
      reason: [this.#describeAbsence(), reason].filter(Boolean).join(" "),
    };
  }

  async choose(choice: EngineChoice): Promise<EngineReport> {
    this.#choice = choice;
    // Whoever chooses "automatic" again gets a new comparison.
    if (choice === "automatic") this.#comparison = null;
    await this.#select();
    return this.describe();
  }

  async compare(signal: WorkSignal): Promise<EngineReport> {
    if (this.#choice !== "automatic" || this.#comparison !== null) return this.describe();
    const [processor, webgl] = [await this.#openProcessor(), await this.#openWebgl()];
    const isFull = webgl?.info.floatBits === 32;
    if (processor && webgl && isFull) {
      const comparison = await this.#openers.compare(webgl, processor, signal);
      // Where WebGL left its part to the processor, the two were not compared.
      if (webgl.reason === "") this.#comparison = comparison;
    }
    await this.#select();
    return this.describe();
  }

  /** Makes the engine of the choice current, or the next best one. */
  async #select(): Promise<void> {
    const choice = this.#choice;
    const chosen = choice === "automatic" ? (this.#comparison?.faster ?? "processor") : choice;
    const engine = chosen === "reference" ? this.#reference : await this.#openFirst(chosen);
    // A later choice may have been quicker.
    if (choice === this.#choice) this.#current = engine;
  }

  async #openFirst(chosen: "webgl" | "processor"): Promise<ComputeEngine> {
    const [first, second] =
      chosen === "webgl"
        ? [() => this.#openWebgl(), () => this.#openProcessor()]
        : [() => this.#openProcessor(), () => this.#openWebgl()];
    return (await first()) ?? (await second()) ?? this.#reference;
  }

  #openProcessor(): Promise<ComputeEngine | null> {
    this.#processor ??= this.#open("processor", () => this.#openers.processor());
    return this.#processor;
  }

  #openWebgl(): Promise<ComputeEngine | null> {
    this.#webgl ??= this.#open("webgl", async () => {
      const float64 = (await this.#openProcessor()) ?? this.#reference;
      return this.#openers.webgl(float64.cascade);
    });
    return this.#webgl;
  }

  async #open(kind: EngineKind, open: () => Promise<ComputeEngine>): Promise<ComputeEngine | null> {
    try {
      return await open();
    } catch (error) {
      console.warn(`The engine "${kind}" cannot be used.`, error);
      this.#absent.add(kind);
      return null;
    }
  }

  #describeAbsence(): string {
    const { kind } = this.#current.info;
    if (kind === "reference") return this.#choice === "reference" ? "" : NEITHER;
    if (kind === "webgl") return this.#absent.has("processor") ? NO_SIMD : "";
    return this.#absent.has("webgl") ? NO_WEBGL : "";
  }
}
