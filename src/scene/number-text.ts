const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "\u2212";
const NO_BREAK_SPACE = "\u00a0";

function writePower(exponent: number): string {
  const digits = Math.abs(exponent).toString();
  const raised = Array.from(digits, (digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${raised}`;
}

/**
 * A number as the picture writes it: a true minus sign, at most `digits` significant digits, powers of ten where plain
 * figures would be long. Trailing zeros are dropped: 0.5, −2.4, 3×10⁻⁸, 10⁻²⁰.
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "not a number";
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`;
  const [significand, exponentText] = size.toExponential(digits - 1).split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent <= 5) return sign + String(Number(size.toPrecision(digits)));
  const short = String(Number(significand));
  return sign + (short === "1" ? writePower(exponent) : `${short}×${writePower(exponent)}`);
}

/** Numbers of one axis, with the same count of decimals so that they line up: 0.0, 0.5, 1.0. */
export function formatTicks(values: readonly number[]): string[] {
  const texts = values.map((value) => formatNumber(value, 6));
  if (texts.some((text) => /[×∞e]|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(text))) return texts;
  const decimals = Math.max(0, ...texts.map((text) => text.split(".")[1]?.length ?? 0));
  return values.map((value) => (value < 0 ? MINUS : "") + Math.abs(value).toFixed(decimals));
}

/** Fractions of up to a million points that were added up come this near to 1 only when they are all of them. */
const WHOLE_SLACK = 1e-9;

/**
 * A fraction as per cent with three significant digits: 31.2 %, 0.00038 %. Only 0 is written 0 and only 1 is written 100:
 * a few points among many are never rounded away.
 */
export function formatFraction(fraction: number): string {
  const isWhole = fraction > 1 - WHOLE_SLACK;
  const percent = fraction * 100;
  if (percent === 0) return `0${NO_BREAK_SPACE}%`;
  if (!isWhole && percent >= 99.95) return `>${NO_BREAK_SPACE}99.9${NO_BREAK_SPACE}%`;
  if (isWhole) return `100${NO_BREAK_SPACE}%`;
  const digits = percent < 1e-3 ? String(Number(percent.toPrecision(2))) : percent.toPrecision(3);
  return `${digits.includes("e") ? formatNumber(percent) : digits}${NO_BREAK_SPACE}%`;
}

/** A count with commas between thousands: 2,000. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
