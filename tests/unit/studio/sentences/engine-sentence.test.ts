import { describe, expect, it } from "vitest";
import type { EngineReport } from "../../../../src/compute/engine/engine-choice";
import { describeEngine } from "../../../../src/studio/sentences/engine-sentence";

const SWIFTSHADER = "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";
const CARD = "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)";
const PROCESSOR: EngineReport = {
  kind: "processor",
  renderer: "WebAssembly SIMD float64",
  floatBits: 64,
  choice: "automatic",
  comparison: null,
  reason: "",
};

describe("the line about the engine", () => {
  it.each([
    [PROCESSOR, "Computed by the processor, in 64-bit floats."],
    [
      { ...PROCESSOR, reason: "WebGL2 is not available here, so the processor computes." },
      "Computed by the processor, in 64-bit floats. WebGL2 is not available here, so the processor computes.",
    ],
    [
      { ...PROCESSOR, comparison: { faster: "processor", ratio: 3.14, device: SWIFTSHADER } },
      "Computed by the processor: 3.1 times as fast here as WebGL on SwiftShader.",
    ],
    [
      { ...PROCESSOR, kind: "webgl", renderer: CARD, comparison: { faster: "webgl", ratio: 12, device: CARD } },
      "Computed by WebGL on NVIDIA GeForce RTX 3060: 12 times as fast here as the processor.",
    ],
    [
      { ...PROCESSOR, kind: "webgl", floatBits: 32, renderer: "Mali-G78", choice: "webgl" },
      "Computed by WebGL on Mali-G78, in 32-bit floats.",
    ],
    [
      { ...PROCESSOR, kind: "reference", choice: "reference" },
      "Computed by the plain float64 evaluator, in 64-bit floats.",
    ],
  ] as const)("%#", (report, sentence) => {
    expect(describeEngine(report)).toBe(sentence);
  });

  it.each([
    ["ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)", "Apple M2"],
    ["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)", "Mesa Intel(R) UHD Graphics 620 (KBL GT2)"],
    ["ANGLE (Mesa, llvmpipe (LLVM 15.0.7 256 bits), OpenGL 4.5)", "llvmpipe"],
    [
      "ANGLE (Intel, Intel(R) Iris(R) Xe Graphics (0x000046A8) Direct3D11 vs_5_0 ps_5_0, D3D11)",
      "Intel(R) Iris(R) Xe Graphics",
    ],
  ])("names %s briefly", (renderer, name) => {
    expect(describeEngine({ ...PROCESSOR, kind: "webgl", renderer })).toContain(`WebGL on ${name},`);
  });
});
