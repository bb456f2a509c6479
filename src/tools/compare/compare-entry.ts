import type { ToolEntry } from "../tool";

export const COMPARE: ToolEntry = {
  name: "compare",
  label: "Compare",
  title: "Two experiments on one scale, and their difference",
  key: "v",
  icon: "M2 3h5v10H2zM9 3h5v10H9zM2 10c2 0 2.5-4 5-4M9 7c1.5 0 1.5 3 2.5 3S13 7 14 7",
  place: "stage",
  load: async () => (await import("./compare-tool")).openTool,
};
