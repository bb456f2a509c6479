import elementary from "../../shaders/compute/elementary.glsl?raw";
import jet from "../../shaders/compute/jet.glsl?raw";
import mark from "../../shaders/compute/mark.glsl?raw";
import rule from "../../shaders/compute/rule.glsl?raw";
import softmax from "../../shaders/compute/softmax.glsl?raw";
import softmaxJet from "../../shaders/compute/softmax-jet.glsl?raw";
import value from "../../shaders/compute/value.glsl?raw";
import { listRuleShaders } from "./landscape-glsl";
import { writeStraightSample, writeStraightWeights } from "./landscape-straight";
import { TILED_SAMPLES, writeTiledSamples } from "./landscape-tiled";
import { isStraight, type KernelTopology } from "./landscape-topology";
import { TEXTURE_WIDTH } from "./texture-width";

/** The number of samples in a block. Blocks are summed first, then their sums are added: two levels keep the rounding error small. */
export const BLOCK_SAMPLES = 32;

/** The kernel's uniforms. */
export const KERNEL_UNIFORMS = {
  firstPoint: "int",
  pointCount: "int",
  textureShift: "int",
  draw: "int",
  sampleStart: "int",
  sampleEnd: "int",
  coordinateSlack: "vec2",
  lossSummation: "float",
  curvatureSummation: "float",
  projectionReach: "float",
  leakySlope: "float",
} as const;

/** The kernel's input textures. */
export const KERNEL_INPUTS = ["first", "weights", "sums", "targets", "points"] as const;

/**
 * The fused kernel: one fragment evaluates one point over all samples, the layers written out one after another.
 *
 * Inputs are textures of RGBA texels, one record each:
 *
 *     first        [samples]                     the inputs, or where isDirect does not hold
 *                  [samples · units of layer 0]  z0, z1, z2, a bound on the error of z0 + x·z1 + y·z2
 *     weights      [from findFirstWeight]        θ, dx, dy, 0
 *     sums         [2 · layers]                  Σ|θ|, Σ|dx|, Σ|dy|, Σmax(|dx|, |dy|): the largest row and column sums of each layer
 *     targets      [samples · outputs]           scale, shift, y, 0 (src/model/network/losses.ts)
 *     points       [points]                      x, y, 0, 0
 *
 * Outputs are one texel a point, in the order of the points, row by row of textures of 2^textureShift columns: Σℓ, Σbound, 0, 0 in the
 * first and, with curvature, Σxx, Σxy, Σyy, Σbound in the second; sums over samples and outputs. Each Σbound carries a mark
 * (shaders/compute/mark.glsl).
 */
export function assembleLandscapeShader(topology: KernelTopology): string {
  const { layers, loss, curvature } = topology;
  return [
    "#version 300 es",
    "precision highp float;",
    "precision highp int;",
    "precision highp sampler2D;",
    ...Object.entries(KERNEL_UNIFORMS).map(([name, type]) => `uniform ${type} ${name};`),
    ...KERNEL_INPUTS.map(writeFetch),
    "layout(location = 0) out vec4 lossTexel;",
    ...(curvature ? ["layout(location = 1) out vec4 curvatureTexel;"] : []),
    `#define OUTPUTS ${layers.at(-1)!.units}`,
    elementary,
    rule,
    ...listRuleShaders(topology),
    curvature ? jet : value,
    ...(loss === "softmax-ce" ? [softmax, ...(curvature ? [softmaxJet] : [])] : []),
    mark,
    writeMain(topology),
  ].join("\n");
}

/** A texture, and a function that fetches its texel i with a mask and a shift: an integer division would cost more than the products. */
function writeFetch(name: string): string {
  return `uniform sampler2D ${name};
vec4 fetch_${name}(int i) { return texelFetch(${name}, ivec2(i & ${TEXTURE_WIDTH - 1}, i >> ${Math.log2(TEXTURE_WIDTH)}), 0); }`;
}

function writeMain(topology: KernelTopology): string {
  const { layers, curvature } = topology;
  const straight = isStraight(layers);
  const ifCurvature = (code: string) => (curvature ? code : "");
  return `
void main() {
  int index = (int(gl_FragCoord.y) << textureShift) | int(gl_FragCoord.x);
  lossTexel = vec4(0.0);
  ${ifCurvature("curvatureTexel = vec4(0.0);")}
  if (index >= pointCount) return;
  int point = firstPoint + index;
  Place place = placeAt(fetch_points(point), coordinateSlack);
${layers.map((_, k) => writeSums(k)).join("\n")}
${straight ? writeStraightWeights(topology) : ""}
  vec2 overflow = vec2(hold(0.0, projectionReach));
  vec2 total = vec2(0.0);
  ${ifCurvature("Curvature totalCurvature = NO_CURVATURE;")}
  for (int block = sampleStart; block < sampleEnd; block += ${BLOCK_SAMPLES}) {
    vec2 partial = vec2(0.0);
    ${ifCurvature("Curvature curvature = NO_CURVATURE;")}
    int blockEnd = min(block + ${BLOCK_SAMPLES}, sampleEnd);
    for (int s = block; s < blockEnd; s += ${straight ? 1 : TILED_SAMPLES}) {
${straight ? writeStraightSample(topology) : writeTiledSamples(topology)}
    }
    total += partial;
    ${ifCurvature("addCurvature(totalCurvature, curvature);")}
  }
  lossTexel = vec4(total.x, markBound(total.y + overflow.x, point, draw), 0.0, 0.0);
  ${ifCurvature(`curvatureTexel = vec4(2.0 * totalCurvature.halfXx, totalCurvature.xy, 2.0 * totalCurvature.halfYy,
    markBound(totalCurvature.error + overflow.y, point, draw));`)}
}`;
}

/** The largest row and column sums of layer k: of the weights, and of their slopes. */
function writeSums(k: number): string {
  return `  vec2 row${k} = placeSums(fetch_sums(${2 * k}), place);
  vec2 column${k} = placeSums(fetch_sums(${2 * k + 1}), place);`;
}
