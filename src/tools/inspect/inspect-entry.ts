import type { ToolEntry } from "../tool";

export const INSPECT: ToolEntry = {
  name: "inspect",
  label: "Inspect",
  title: "All values at a point, pinned points, and cuts along a line",
  key: "i",
  icon: "M8 2v4M8 10v4M2 8h4M10 8h4M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  place: "drawer",
  load: async () => (await import("./inspect-tool")).openTool,
};
