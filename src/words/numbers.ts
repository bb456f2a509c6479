const MINUS = "−";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function write(sign: string, size: number, digits: number): string {
  const [significand = "0", exponentText = "0"] = size.toExponential(digits - 1).split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent <= 5) return sign + String(Number(`${significand}e${exponent}`));
  const raised = [...`${Math.abs(exponent)}`].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `${sign}${Number(significand)}×10${exponent < 0 ? "⁻" : ""}${raised}`;
}

/** A number as a sentence has it, with at most four significant digits: −0.0132, 3×10⁻⁸. */
export function writeNumber(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (size === 0) return "0";
  return size === Number.POSITIVE_INFINITY ? `${sign}∞` : write(sign, size, 4);
}

/** A positive bound from below, with at most three significant digits: never written larger than it is. */
export function writeLowerBound(value: number): string {
  if (!(value > 0) || !Number.isFinite(value)) return writeNumber(value);
  // Digits are cut off, not compared: the float64 nearest to 0.3 lies below 0.3.
  const [significand = "0", exponent = "0"] = value.toExponential(40).split("e");
  return write("", Number(`${significand.slice(0, 4)}e${exponent}`), 3);
}

/** A count with commas between thousands: 2,000. */
export function writeCount(count: number): string {
  return `${count}`.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A fraction as per cent; only 0 is written 0 and only 1 is written 100. */
export function writeShare(fraction: number): string {
  const percent = fraction * 100;
  if (percent <= 0) return "0 %";
  if (percent > 100 - 1e-7) return "100 %";
  return percent >= 99.95 ? ">99.9 %" : `${write("", percent, 3)} %`;
}
