/** A number without rounding; the denominator is above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A float64, exactly. */
export function readFloat(value: number): Fraction {
  let [integer, denominator] = [value, 1n];
  for (; !Number.isInteger(integer); denominator *= 2n) integer *= 2;
  return { numerator: BigInt(integer), denominator };
}

/** A number as it is written in a sentence: 12,800, −0.0132, 3×10⁻⁸, 10²⁰. */
export function readText(text: string): Fraction {
  const parts = /^(−?)(?:([\d,]+)(?:\.(\d+))?)??(?:(?:×|^|(?<=−))10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(text);
  if (!parts) throw new Error(`“${text}” is no number`);
  const [, sign, whole = "1", fraction = "", raised = ""] = parts;
  const size = [...raised.replace("⁻", "")].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)).join("");
  const shift = Number(size) * (raised.startsWith("⁻") ? -1 : 1) - fraction.length;
  const digits = BigInt(whole.replaceAll(",", "") + fraction) * (sign === "" ? 1n : -1n);
  return shift >= 0
    ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-shift) };
}

export function addFractions(one: Fraction, other: Fraction): Fraction {
  return {
    numerator: one.numerator * other.denominator + other.numerator * one.denominator,
    denominator: one.denominator * other.denominator,
  };
}

/** Below 0 where `one` is less than `other`, 0 where they are equal, else above 0. */
export function compareFractions(one: Fraction, other: Fraction): number {
  const [left, right] = [one.numerator * other.denominator, other.numerator * one.denominator];
  return left < right ? -1 : left > right ? 1 : 0;
}
