import type { ToolName } from "../experiment/view";
import type { ToolEntry } from "./tool";

/** Every tool by its name. */
export const TOOLS: Readonly<Partial<Record<ToolName, ToolEntry>>> = {
  examples: {
    label: "Examples",
    title: "Experiments to begin with, each with what it shows.",
    icon: "examples",
    place: "drawer",
    load: async () => (await import("./examples/examples-tool")).openTool,
  },
  learn: {
    label: "Learn",
    title: "The question, answered in eight experiments",
    icon: "learn",
    place: "drawer",
    load: async () => (await import("./learn/learn-tool")).openTool,
  },
  compare: {
    label: "Compare",
    title: "Two experiments on one scale, and their difference",
    icon: "compare",
    place: "stage",
    load: async () => (await import("./compare/compare-tool")).openTool,
  },
  contours: {
    label: "Contours",
    title: "The slice from above, as a figure: losses by colour and by labelled lines.",
    icon: "contours",
    place: "stage",
    load: async () => (await import("./contours/contours-tool")).openTool,
  },
  network: {
    label: "Network",
    title: "Its units and weights: which are dead or saturated, and what gradient reaches them.",
    icon: "network",
    place: "drawer",
    load: async () => (await import("./network/network-tool")).openTool,
  },
  path: {
    label: "Path",
    title: "Where the training went, over the steps, and as a video.",
    icon: "path",
    place: "drawer",
    load: async () => (await import("./path/path-tool")).openTool,
  },
  solutions: {
    label: "Solutions",
    title: "Trained networks side by side: what lies between them, and ways around it.",
    icon: "solutions",
    place: "drawer",
    load: async () => (await import("./solutions/solutions-tool")).openTool,
  },
  survey: {
    label: "Survey",
    title: "Many random planes and seeds: one picture is an anecdote.",
    icon: "survey",
    place: "drawer",
    load: async () => (await import("./survey/survey-tool")).openTool,
  },
  inspect: {
    label: "Inspect",
    title: "Every value at a point, pins, and cuts along a line.",
    icon: "inspect",
    place: "drawer",
    load: async () => (await import("./inspect/inspect-tool")).openTool,
  },
  race: {
    label: "Race",
    title: "Optimisers against one another, from one start and in step.",
    icon: "race",
    place: "drawer",
    load: async () => (await import("./race/race-tool")).openTool,
  },
  share: {
    label: "Share",
    title: "The experiment as a link, a frame for another page, or a file.",
    icon: "share",
    place: "drawer",
    load: async () => (await import("./share/share-tool")).openTool,
  },
};
