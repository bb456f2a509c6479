/** One figure of the performance page: a ratio of two things measured side by side in one run, or a plain count. */
export interface BenchValue {
  readonly name: string;
  readonly value: number;
  /** "×" for a ratio. */
  readonly unit: string;
  /** What is divided by what. */
  readonly note: string;
}

declare global {
  interface Window {
    /** Set once the benchmark page is ready. */
    measureValues?: () => Promise<{ renderer: string; figures: BenchValue[] }>;
  }
}
