import type { MeasureText } from "../../../scene/contour-figure/text-width";

/** Bold text is wider than what is measured; so is none left out for rounding. */
const SLACK = 1.02;

/** Measures text as the browser will draw it in a face. */
export function createTextMeasure(fontFamily: string): MeasureText {
  const context = document.createElement("canvas").getContext("2d");
  return (text, size) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${size}px ${fontFamily}`;
    return SLACK * context.measureText(text).width;
  };
}
