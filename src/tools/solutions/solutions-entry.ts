import type { ToolEntry } from "../tool";

export const SOLUTIONS: ToolEntry = {
  name: "solutions",
  label: "Solutions",
  title: "Keep trained networks, compare them, and find paths of low loss between them.",
  key: "k",
  icon: "M3.5 13.5v-7M8 13.5v-9.5M12.5 13.5v-5M3.5 6.5a1.4 1.4 0 1 0 0-.1M8 4a1.4 1.4 0 1 0 0-.1M12.5 8.5a1.4 1.4 0 1 0 0-.1",
  place: "drawer",
  load: async () => (await import("./solutions-tool")).openTool,
};
