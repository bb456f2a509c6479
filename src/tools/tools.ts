import { COMPARE } from "./compare/compare-entry";
import { CONTOURS } from "./contours/contours-entry";
import { EXAMPLES } from "./examples/examples-entry";
import { INSPECT } from "./inspect/inspect-entry";
import { LEARN } from "./learn/learn-entry";
import { NETWORK } from "./network/network-entry";
import { PATH } from "./path/path-entry";
import { RACE } from "./race/race-entry";
import { SHARE } from "./share/share-entry";
import { SOLUTIONS } from "./solutions/solutions-entry";
import { SURVEY } from "./survey/survey-entry";
import type { ToolEntry } from "./tool";

/** Every tool, in the order of the rail. */
export const TOOLS: readonly ToolEntry[] = [
  EXAMPLES,
  LEARN,
  COMPARE,
  INSPECT,
  CONTOURS,
  NETWORK,
  PATH,
  SOLUTIONS,
  RACE,
  SURVEY,
  SHARE,
];

/** The tool of this name; null where there is none, as for a link from a later version. */
export function findTool(name: string | null): ToolEntry | null {
  return TOOLS.find((entry) => entry.name === name) ?? null;
}
