import color from "../../../shaders/surface/color.glsl?raw";
import contours from "../../../shaders/surface/contours.glsl?raw";
import creaseFragment from "../../../shaders/surface/crease.frag.glsl?raw";
import creaseVertex from "../../../shaders/surface/crease.vert.glsl?raw";
import field from "../../../shaders/surface/field.glsl?raw";
import marks from "../../../shaders/surface/marks.glsl?raw";
import fragment from "../../../shaders/surface/surface.frag.glsl?raw";
import vertex from "../../../shaders/surface/surface.vert.glsl?raw";

import { CONTOURS_IN_HATCH, NONCONVEX_MARK } from "../../drawing/colors/mark-style";

/** GLSL ES 3.00 without its #version line, which three writes. */
export interface ShaderSource {
  readonly vertex: string;
  readonly fragment: string;
}

/** Losses are float32 textures and grid positions go up to 1024: the medium precision of a phone would not be enough. */
const PRECISION = "precision highp float;\nprecision highp int;\nprecision highp sampler2D;\n";

/** The style of the marks, which figures and legends share. */
function writeMarkStyle(): string {
  const { edge, core, pitch, edgeWidth, coreWidth } = NONCONVEX_MARK;
  const write = (name: string, value: number) => `const float ${name} = ${value.toFixed(4)};`;
  return [
    write("HATCH_EDGE", edge),
    write("HATCH_CORE", core),
    write("HATCH_PITCH", pitch),
    write("HATCH_EDGE_WIDTH", edgeWidth),
    write("HATCH_CORE_WIDTH", coreWidth),
    write("CONTOURS_IN_HATCH", CONTOURS_IN_HATCH),
  ].join("\n");
}

/** The surface's program. Sizes, ranges, colours and levels are uniforms, so it is compiled only once. */
export function assembleSurfaceShader(): ShaderSource {
  return {
    vertex: [PRECISION, field, vertex].join("\n"),
    fragment: [PRECISION, writeMarkStyle(), color, contours, marks, fragment].join("\n"),
  };
}

/** The program of the lines on the surface. */
export function assembleCreaseShader(): ShaderSource {
  return { vertex: [PRECISION, creaseVertex].join("\n"), fragment: [PRECISION, creaseFragment].join("\n") };
}
