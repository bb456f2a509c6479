import type { ToolName } from "../../spec/view";
import type { ToolEntry } from "./tool";

/** Every tool by its name, in the order of the rail. */
export const TOOLS: Readonly<Partial<Record<ToolName, ToolEntry>>> = {};
