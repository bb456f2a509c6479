import type { ToolEntry } from "../tool";

export const NETWORK: ToolEntry = {
  name: "network",
  label: "Network",
  title: "The units and weights of the network: dead and saturated units, and the gradient of each layer",
  key: "n",
  icon: "M3.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM3.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM12.5 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM5 4.4l6 2.9M5 11.6l6-2.9",
  place: "drawer",
  load: async () => (await import("./network-tool")).openTool,
};
