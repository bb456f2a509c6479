import type { ToolEntry } from "../tool";

export const EXAMPLES: ToolEntry = {
  name: "examples",
  label: "Examples",
  title: "Experiments to start from, and what each of them shows",
  key: "e",
  icon: "M2.5 2.5h4.5v4.5h-4.5zM9 2.5h4.5v4.5h-4.5zM2.5 9h4.5v4.5h-4.5zM9 9h4.5v4.5h-4.5z",
  place: "drawer",
  load: async () => (await import("./examples-tool")).openTool,
};
