import { type Srgb, toOklab } from "../../src/drawing/colors/oklab";

/** The colour vision of a reader. */
export type ColorVision = "all cones" | "protanopia" | "deuteranopia" | "tritanopia";

/**
 * The colours that a reader without one kind of cones sees, as matrices over linear sRGB, severity 1.
 * @see Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", table 1
 */
const MATRICES: Readonly<Record<ColorVision, readonly (readonly number[])[]>> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

export const COLOR_VISIONS = Object.keys(MATRICES) as ColorVision[];

function decode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(value: number): number {
  const clamped = Math.min(1, Math.max(0, value));
  return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
}

/** The colour that a reader with this vision sees instead of the given one. */
export function seeColor(vision: ColorVision, color: Srgb): Srgb {
  const [red, green, blue] = color.map(decode) as [number, number, number];
  return MATRICES[vision].map(([r, g, b]) => encode(r! * red + g! * green + b! * blue)) as unknown as Srgb;
}

/** The distance of two colours in OKLab, where 0.02 is just noticeable (CSS Color 4, section 13.2). */
export function colorDistance(a: Srgb, b: Srgb): number {
  const [p, q] = [toOklab(a), toOklab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** WCAG 2.2, "contrast ratio", of two colours. */
export function contrastRatio(a: Srgb, b: Srgb): number {
  const luminance = (color: Srgb) => {
    const [red, green, blue] = color.map(decode) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
