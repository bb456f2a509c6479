/** One figure of the performance page: a ratio of two things measured side by side in one run, or a plain count. */
export interface Figure {
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
    measureFigures?: () => Promise<{ renderer: string; figures: Figure[] }>;
  }
}
