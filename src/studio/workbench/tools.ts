import type { ToolName } from "../../spec/view";
import type { ToolEntry } from "./tool";

/** Every tool by its name, in the order of the rail. */
export const TOOLS: Readonly<Partial<Record<ToolName, ToolEntry>>> = {
  compare: {
    label: "Compare",
    title: "Two experiments on one scale, and their difference",
    icon: "compare",
    place: "stage",
    load: async () => (await import("../tools/compare/compare-tool")).openTool,
  },
};
