import type { ToolEntry } from "../tool";

export const SURVEY: ToolEntry = {
  name: "survey",
  label: "Survey",
  title: "Many random planes and seeds: a single slice may not be typical",
  key: "u",
  icon: "M2 13.5h12M3.5 10.7v.1M6.5 10.7v.1M6.5 8v.1M9.5 10.7v.1M9.5 8v.1M9.5 5.3v.1M9.5 2.6v.1M12.5 10.7v.1M12.5 8v.1",
  place: "drawer",
  load: async () => (await import("./survey-tool")).openTool,
};
