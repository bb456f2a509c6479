const MINUS = "−";
/** Narrow and unbreaking, between a number and its unit. */
const THIN_SPACE = "\u202f";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Three significant digits of constant precision, for figures that change in place: "2.40", "−0.0132", "1.20×10⁻⁷". */
export function formatFigure(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  if (value === 0) return "0";
  const sign = value < 0 ? MINUS : "";
  const magnitude = Math.abs(value);
  const [mantissa = "0", exponentText = "0"] = magnitude.toExponential(2).split("e");
  const exponent = Number(exponentText);
  if (exponent < -3 || exponent > 4) return `${sign}${mantissa}×10${superscript(exponent)}`;
  return sign + Number(magnitude.toPrecision(3)).toFixed(Math.max(0, 2 - exponent));
}

function superscript(exponent: number): string {
  const digits = [...`${Math.abs(exponent)}`].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** "3 s", "2 min 5 s"; rounded up, so that it never says 0 before the end. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return `${whole}${THIN_SPACE}s`;
  return `${Math.floor(whole / 60)}${THIN_SPACE}min ${whole % 60}${THIN_SPACE}s`;
}

/** "12 800": thin spaces between thousands. */
export function formatCount(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}
