/** The heading of a verdict about the whole loss, and of one about the slice only. */
export const VERDICT_HEADINGS = {
  "not-convex": { loss: "Not convex, proved", slice: "This slice is not convex, proved" },
  "convex-by-theorem": { loss: "Convex, by theorem", slice: "This slice is convex, by theorem" },
  undecided: { loss: "Undecided", slice: "Undecided" },
} as const;
