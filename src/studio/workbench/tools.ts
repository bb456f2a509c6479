import type { ToolName } from "../../spec/view";
import type { ToolEntry } from "./tool";

/** Every tool by its name, in the order of the rail. */
export const TOOLS: Readonly<Partial<Record<ToolName, ToolEntry>>> = {
  learn: {
    label: "Learn",
    title: "The question, answered in eight experiments",
    icon: "learn",
    place: "drawer",
    load: async () => (await import("../tools/learn/learn-tool")).openTool,
  },
};
