/** One number of the performance page: a ratio of two measurements of one run, or a plain count. */
export interface BenchValue {
  readonly name: string;
  readonly value: number;
  /** "×" for a ratio. */
  readonly unit: string;
  /** The numerator and the denominator of the ratio. */
  readonly note: string;
}

declare global {
  interface Window {
    /** Set as soon as the benchmark page is ready. */
    measureValues?: () => Promise<{ renderer: string; figures: BenchValue[] }>;
  }
}
