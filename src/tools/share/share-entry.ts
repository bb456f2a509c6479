import type { ToolEntry } from "../tool";

export const SHARE: ToolEntry = {
  name: "share",
  label: "Share",
  title: "The experiment as a link, as a frame for another page, or as a file",
  key: "h",
  icon: "M8 10V2.5M5 5l3-3 3 3M3 8.5v5h10v-5",
  place: "drawer",
  load: async () => (await import("./share-tool")).openTool,
};
