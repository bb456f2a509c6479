/**
 * The one writer of numbers. A number reads the same in a sentence, a table, a figure, a caption, a certificate and on the command line:
 *
 *     −2.4   0.000354   12,800   354,000   3.54×10⁻⁵   10⁻²⁰   1.5×10¹²   31.2 %   ∞
 *
 * A true minus sign; three significant digits where nothing else is asked for; no trailing zeros; commas between thousands; powers of
 * ten below 0.0001 and from a million on; a no-break space before a unit. What is told as proved is rounded towards what is proved:
 * `formatAtLeast` and `formatAtMost`. Files that programs read are not written here.
 */
const MINUS = "\u2212";
const NO_BREAK_SPACE = "\u00a0";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Powers of ten of the first digit between which a number is written plainly. */
const PLAIN = { least: -4, most: 5 };
/** The same for whole numbers, which keep all their digits: up to the whole numbers that a float64 holds. */
const MOST_PLAIN_WHOLE = 15;
const DIGITS = 3;

/** A measured number: −2.4, 3×10⁻⁸. */
export function formatNumber(value: number, digits = DIGITS): string {
  if (value === 0 || !Number.isFinite(value)) return formatSpecial(value);
  return layOut(value < 0, ...readExponential(Math.abs(value).toExponential(digits - 1)));
}

/** A number that was chosen or counted, with all its digits: 12,345, 0.0125. */
export function formatExact(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return formatSpecial(value);
  const most = Number.isInteger(value) ? MOST_PLAIN_WHOLE : PLAIN.most;
  return layOut(value < 0, ...readExponential(Math.abs(value).toExponential()), most);
}

/** A number with a given count of decimals, for columns that line up: −0.71, 3.0. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  const [whole = "", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const text = fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** Numbers of one axis, with the same count of decimals so that they line up: 0.0, 0.5, 1.0. */
export function formatTicks(values: readonly number[]): string[] {
  const texts = values.map((value) => formatNumber(value, 6));
  // Powers of ten have no decimals to share.
  if (texts.some((text) => /[^\d.,−]/.test(text))) return texts;
  const decimals = Math.max(0, ...texts.map((text) => text.split(".")[1]?.length ?? 0));
  return values.map((value) => formatFixed(value, decimals));
}

const BOX_DIGITS = 5;

/** A number as a number box takes it, which knows neither commas nor a true minus sign; short enough for the box. */
export function formatForBox(value: number): string {
  return String(Number(value.toPrecision(BOX_DIGITS)));
}

/**
 * The largest number of so many digits that is at most `value` − `error`, found in exact arithmetic: for a number that is proved from
 * below. Never is more written than what was proved.
 *
 * @param error  how far the true number may lie below `value`
 */
export function formatAtLeast(value: number, error = 0, digits = DIGITS): string {
  return formatDirected(value, -error, digits, "down");
}

/** The least number of so many digits that is at least `value` + `error`, found in exact arithmetic: for a number that is proved from above. */
export function formatAtMost(value: number, error = 0, digits = DIGITS): string {
  return formatDirected(value, error, digits, "up");
}

/**
 * A share of points or of anything else that is counted in per cent: 31.2 %, 0.00038 %. It is cut off, not rounded, so that it claims no
 * point that is not there: only 0 is written 0, and only all of them are 100 %.
 *
 * @param fraction  0 to 1
 */
export function formatFraction(fraction: number): string {
  return `${formatShare(fraction)}${NO_BREAK_SPACE}%`;
}

/** How far a computation is, in whole per cent; 100 % is said only at the end. */
export function formatProgress(fraction: number): string {
  return `${Math.floor(100 * fraction)}${NO_BREAK_SPACE}%`;
}

/** "3 s", "2 min 5 s"; rounded up, so that it never says 0 before the end. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole}${NO_BREAK_SPACE}s`;
  return `${formatExact(Math.floor(whole / 60))}${NO_BREAK_SPACE}min ${whole % 60}${NO_BREAK_SPACE}s`;
}

/**
 * Shares are sums over up to a million points: rounding moves such a sum by less than this part of it, and of a million points no share
 * other than one of three digits comes as near to one of three digits.
 */
const SUM_SLACK = 1e-9;

function formatShare(fraction: number): string {
  if (!(fraction > 0)) return formatNumber(100 * fraction);
  if (fraction > 1 - SUM_SLACK && fraction <= 1 + SUM_SLACK) return "100";
  return formatAtLeast(100 * fraction * (1 + SUM_SLACK));
}

function formatSpecial(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  return value === 0 ? "0" : `${value < 0 ? MINUS : ""}∞`;
}

function formatDirected(value: number, shift: number, digits: number, direction: "down" | "up"): string {
  if (!Number.isFinite(value) || !Number.isFinite(shift)) return formatSpecial(value + shift);
  const { integer, power } = addDecimals(expand(value), expand(shift));
  if (integer === 0n) return "0";
  const isNegative = integer < 0n;
  const size = isNegative ? -integer : integer;
  const spare = Math.max(0, `${size}`.length - digits);
  const unit = 10n ** BigInt(spare);
  const isLarger = (direction === "up") !== isNegative && size % unit !== 0n;
  const kept = `${size / unit + (isLarger ? 1n : 0n)}`;
  return layOut(isNegative, kept, power + spare + kept.length - 1);
}

/** integer · 10^power */
interface Decimal {
  readonly integer: bigint;
  readonly power: number;
}

/** A float64 with all its decimals: it is a whole number of halves of halves of … 1. */
function expand(value: number): Decimal {
  let [integer, halvings] = [value, 0];
  for (; !Number.isInteger(integer); halvings++) integer *= 2;
  return { integer: BigInt(integer) * 5n ** BigInt(halvings), power: -halvings };
}

function addDecimals(one: Decimal, other: Decimal): Decimal {
  const power = Math.min(one.power, other.power);
  const raise = (decimal: Decimal) => decimal.integer * 10n ** BigInt(decimal.power - power);
  return { integer: raise(one) + raise(other), power };
}

/** The digits of "1.25e-7", and the power of ten of the first. */
function readExponential(text: string): [digits: string, exponent: number] {
  const [significand = "", exponent = ""] = text.split("e");
  return [significand.replace(".", ""), Number(exponent)];
}

/**
 * @param digits  significant digits of a number that is not 0
 * @param exponent  the power of ten of the first
 */
function layOut(isNegative: boolean, digits: string, exponent: number, mostPlain = PLAIN.most): string {
  const sign = isNegative ? MINUS : "";
  const kept = digits.replace(/0+$/, "");
  if (exponent < PLAIN.least || exponent > mostPlain) {
    const significand = kept.length > 1 ? `${kept[0]}.${kept.slice(1)}` : kept;
    return sign + (significand === "1" ? writePower(exponent) : `${significand}×${writePower(exponent)}`);
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${kept}`;
  const whole = group(kept.slice(0, exponent + 1).padEnd(exponent + 1, "0"));
  const fraction = kept.slice(exponent + 1);
  return sign + (fraction === "" ? whole : `${whole}.${fraction}`);
}

function group(whole: string): string {
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

function writePower(exponent: number): string {
  const digits = Array.from(`${Math.abs(exponent)}`, (digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}
