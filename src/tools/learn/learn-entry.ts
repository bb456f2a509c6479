import type { ToolEntry } from "../tool";

export const LEARN: ToolEntry = {
  name: "learn",
  label: "Learn",
  title: "Can the loss of a ReLU network be non-convex?",
  key: "l",
  icon: "M2 6.2 8 3.2l6 3-6 3zM4.5 7.6v3.2c1 1 2.2 1.4 3.5 1.4s2.5-.4 3.5-1.4V7.6M14 6.2v4",
  place: "drawer",
  load: async () => (await import("./learn-tool")).openTool,
};

/** The lesson that answers the question of the page, as links number it: the exchange of two units. */
export const ANSWER_LESSON = 5;
