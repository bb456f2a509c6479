import { KERNEL_MODULE } from "./kernel-module";
import type { PackedProblem } from "./pack-problem";

/** What the module exports (assembly/point-kernel.ts). */
interface KernelExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  open(problem: number): void;
  place(x: number, y: number): void;
  pass(first: number, end: number, curvature: number): void;
  report(record: number): void;
}

const PAGE_BYTES = 65_536;

let compiled: Promise<WebAssembly.Module> | undefined;

/** The kernel's module, compiled once. */
export function compileKernelModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(KERNEL_MODULE), (character) => character.charCodeAt(0)));
  return compiled;
}

/** An instance of the kernel with one problem in its memory. It computes one point at a time: place, pass over all blocks, report. */
export class Kernel {
  readonly #exports: KernelExports;
  #problem: PackedProblem | null = null;
  #record = new Float64Array();

  private constructor(exports: KernelExports) {
    this.#exports = exports;
  }

  static async start(): Promise<Kernel> {
    return new Kernel((await WebAssembly.instantiate(await compileKernelModule())).exports as KernelExports);
  }

  /** The address at which a packed problem must lie; the same for all instances. */
  get base(): number {
    return this.#exports.freeMemory();
  }

  load(problem: PackedProblem): void {
    if (this.#problem === problem) return;
    const { memory } = this.#exports;
    const missing = problem.end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(problem.bytes, problem.base);
    bytes.fill(0, problem.base + problem.bytes.length, problem.end);
    this.#exports.open(problem.problem);
    this.#problem = problem;
    this.#record = new Float64Array(memory.buffer, problem.record, problem.recordLength);
  }

  /** Goes to a point of the slice. */
  place(x: number, y: number): void {
    this.#exports.place(x, y);
  }

  /**
   * Adds blocks of samples, from `first` up to and without `end`.
   * @param curvature  whether derivatives are wanted; else the loss alone, and what its bound needs
   */
  pass(first: number, end: number, curvature: boolean): void {
    this.#exports.pass(first, end, Number(curvature));
  }

  /** Writes the record of the point (observed.ts) from an index of an array on. */
  report(records: Float64Array, start: number): void {
    this.#exports.report(this.#problem!.record);
    records.set(this.#record, start);
  }
}
