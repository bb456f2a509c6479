import type { ToolEntry } from "../tool";

export const CONTOURS: ToolEntry = {
  name: "contours",
  label: "Contours",
  title: "The slice from above: losses as colours and labelled contour lines",
  key: "m",
  icon: "M7.2 9.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM7.6 11.6a4 3.8 0 1 0 0-7.6 4 3.8 0 0 0 0 7.6zM8 14a6.3 6 0 1 0 0-12 6.3 6 0 0 0 0 12z",
  place: "stage",
  load: async () => (await import("./contours-tool")).openTool,
};
