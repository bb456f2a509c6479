import type { EngineReport } from "../../compute/engine/engine-choice";
import { formatNumber } from "../../words/numbers";

/** Says in one line what computes the page's numbers, and how much faster than the other engine it is. */
export function describeEngine({ kind, renderer, floatBits, comparison, reason }: EngineReport): string {
  const engine = kind === "webgl" ? `WebGL on ${nameDevice(renderer)}` : ENGINES[kind];
  const but = reason ? ` ${reason}` : "";
  if (comparison?.faster === kind) {
    const other = kind === "webgl" ? ENGINES.processor : `WebGL on ${nameDevice(comparison.device)}`;
    return `Computed by ${engine}: ${formatNumber(comparison.ratio, 2)} times as fast here as ${other}.${but}`;
  }
  return `Computed by ${engine}, in ${floatBits}-bit floats.${but}`;
}

const ENGINES = { processor: "the processor", reference: "the plain float64 evaluator" } as const;

/** The short name of a graphics device: drivers add interfaces, versions and numbers to it. */
function nameDevice(renderer: string): string {
  const [, software] = /(SwiftShader|llvmpipe)/.exec(renderer) ?? [];
  if (software) return software;
  const [, device = renderer] = /^ANGLE \([^,]*, (.+?)(?:,[^,]*)?\)$/.exec(renderer) ?? [];
  return device
    .replace(/^ANGLE Metal Renderer: /, "")
    .replace(/\s*\(0x[0-9a-f]+\)/i, "")
    .replace(/\s+(Direct3D|OpenGL|Vulkan).*$/, "");
}
