import type { ToolEntry } from "../tool";

export const RACE: ToolEntry = {
  name: "race",
  label: "Race",
  title: "Optimisers side by side: the same initial weights, step by step",
  key: "a",
  icon: "M3 14V2.5M3 3h9.5l-2 2.75 2 2.75H3",
  place: "drawer",
  load: async () => (await import("./race-tool")).openTool,
};
