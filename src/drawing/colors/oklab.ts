/** A colour in OKLab: lightness 0 to 1, a (green to red), b (blue to yellow). */
export type Oklab = readonly [lightness: number, a: number, b: number];
/** A colour in sRGB, each channel 0 to 1. */
export type Srgb = readonly [red: number, green: number, blue: number];

/** IEC 61966-2-1: the sRGB transfer function, inverted. */
function decodeChannel(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encodeChannel(value: number): number {
  const clamped = Math.min(1, Math.max(0, value));
  return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
}

/** @throws RangeError unless the text is #rrggbb */
export function parseHex(text: string): Srgb {
  if (!/^#[0-9a-f]{6}$/i.test(text)) throw new RangeError(`${text} is not a colour like #d55e00`);
  const channel = (start: number) => Number.parseInt(text.slice(start, start + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

export function formatHex(color: Srgb): string {
  const channel = (value: number) =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, "0");
  return `#${channel(color[0])}${channel(color[1])}${channel(color[2])}`;
}

/** @see Björn Ottosson 2020, "A perceptual color space for image processing": M1 and M2 for linear sRGB */
export function toOklab([red, green, blue]: Srgb): Oklab {
  const r = decodeChannel(red);
  const g = decodeChannel(green);
  const b = decodeChannel(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The inverse of toOklab. Colours outside sRGB are clipped channel by channel. */
export function fromOklab([lightness, a, b]: Oklab): Srgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encodeChannel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encodeChannel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encodeChannel(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
