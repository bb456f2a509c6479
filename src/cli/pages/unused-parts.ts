import type { Plugin } from "vite";

/** three's single modules, so that a build leaves out those that nothing imports. */
export const SINGLE_MODULES_OF_THREE = { find: /^three$/, replacement: "three/src/Three.js" };

/**
 * The parts of three that the surface does not use: it has its own shaders, no lights that throw shadows, no environment and no headset.
 * three's renderer refers to them all the same, so each is replaced by the least that it needs.
 */
const UNUSED_PARTS_OF_THREE: Readonly<Record<string, string>> = {
  "renderers/shaders/ShaderChunk.js": "export const ShaderChunk = {};",
  "renderers/shaders/ShaderLib.js": "export const ShaderLib = {};",
  "renderers/webgl/WebGLOutput.js": "export class WebGLOutput {}",
  "renderers/webgl/WebGLShadowMap.js": "export class WebGLShadowMap { enabled = false; render() {} }",
  "renderers/webxr/WebXRManager.js": `
    import { EventDispatcher } from "../../core/EventDispatcher.js";
    export class WebXRManager extends EventDispatcher {
      enabled = false;
      isPresenting = false;
      getEnvironmentBlendMode() {}
      setAnimationLoop() {}
      dispose() {}
    }`,
  "extras/PMREMGenerator.js": "export class PMREMGenerator {}",
};

/** It writes the message of an error that erfc's own calls do not cause. */
const ERROR_FORMAT_OF_STDLIB = "/@stdlib/string-format/lib/index.js";

/** For every build that draws. */
export const leaveOutUnusedParts: Plugin = {
  name: "losscape:leave-out-unused-parts",
  apply: "build",
  load(id) {
    if (id.endsWith(ERROR_FORMAT_OF_STDLIB)) return "module.exports = String;";
    const part = id.split("/three/src/")[1];
    return (part && UNUSED_PARTS_OF_THREE[part]) ?? null;
  },
};
