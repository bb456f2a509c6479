import type { ToolEntry } from "../tool";

export const PATH: ToolEntry = {
  name: "path",
  label: "Path",
  title: "The trajectory of the training on the slice, step by step and as a video",
  key: "p",
  icon: "M2.5 13c3 0 2-5 5-5s2-4.5 5.5-4.5M2.5 13.2v-.4M13.2 3.6l-.4-.2",
  place: "drawer",
  load: async () => (await import("./path-tool")).openTool,
};
