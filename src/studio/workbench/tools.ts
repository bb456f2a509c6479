import type { ToolName } from "../../spec/view";
import type { ToolEntry } from "./tool";

/** Every tool by its name. */
export const TOOLS: Readonly<Partial<Record<ToolName, ToolEntry>>> = {
  examples: {
    label: "Examples",
    title: "Experiments to begin with, each with what it shows.",
    icon: "examples",
    place: "drawer",
    load: async () => (await import("../tools/examples/examples-tool")).openTool,
  },
  learn: {
    label: "Learn",
    title: "The question, answered in eight experiments",
    icon: "learn",
    place: "drawer",
    load: async () => (await import("../tools/learn/learn-tool")).openTool,
  },
  share: {
    label: "Share",
    title: "The experiment as a link, a frame for another page, or a file.",
    icon: "share",
    place: "drawer",
    load: async () => (await import("../tools/share/share-tool")).openTool,
  },
};
