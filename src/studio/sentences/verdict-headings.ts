/** The verdict in a few words, for a claim on the whole loss and for one on the slice. */
export const VERDICT_HEADINGS = {
  "not-convex": { loss: "Not convex, proved", slice: "This slice is not convex, proved" },
  "convex-by-theorem": { loss: "Convex, by theorem", slice: "This slice is convex, by theorem" },
  undecided: { loss: "Undecided", slice: "Undecided" },
} as const;
