import { parseJson, parseSpec } from "../../experiment/parse";
import type { Spec } from "../../experiment/spec";

/** Reads the experiment of a spec file, or of a result file, which contains its spec. @throws SpecError */
export function readExperiment(text: string): Spec {
  const content = parseJson("spec", text);
  return parseSpec(isResult(content) ? content.spec : content);
}

function isResult(content: unknown): content is { readonly spec: unknown } {
  if (typeof content !== "object" || content === null) return false;
  return Object.hasOwn(content, "spec") && "format" in content && content.format === "losscape-result";
}
