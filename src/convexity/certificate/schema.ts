import * as v from "valibot";
import { checkLayers, checkTask, deepFreeze, describeIssue, parseJson, SpecError } from "../../experiment/parse";
import { LayerWeightsSchema, LossSchema, NetworkSchema, PointsDatasetSchema } from "../../experiment/spec";

/** The limits of a certificate. Longer files and longer lists are refused before any computation. */
export const CERTIFICATE_LIMITS = {
  characters: 33_554_432,
  points: { min: 2, max: 256 },
  /** Characters of a decimal string; an exact gap may have several thousand digits. */
  digits: 20_000,
} as const;

/** The numbers of a spec's given weights; `kind` may be left out. */
const PointSchema = v.strictObject({ kind: v.optional(v.literal("given")), layers: v.array(LayerWeightsSchema) });
const decimal = v.pipe(v.string(), v.maxLength(CERTIFICATE_LIMITS.digits));

/** The contract's certificate file: a claim that the mean of `points` lies above the mean of their losses. */
const CertificateSchema = v.strictObject({
  format: v.literal("losscape-certificate"),
  version: v.literal(1),
  claim: v.literal("not-convex"),
  dataset: PointsDatasetSchema,
  network: NetworkSchema,
  loss: LossSchema,
  points: v.pipe(
    v.array(PointSchema),
    v.minLength(CERTIFICATE_LIMITS.points.min),
    v.maxLength(CERTIFICATE_LIMITS.points.max),
  ),
  arithmetic: v.picklist(["exact", "interval"]),
  gap: v.strictObject({ lower: decimal, upper: decimal }),
});

export type Certificate = v.InferOutput<typeof CertificateSchema>;

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Writes a fraction as a plain decimal string that bounds it from below or above, to about 30 significant digits.
 * @param denominator  positive
 */
export function formatDecimal(numerator: bigint, denominator: bigint, direction: "down" | "up"): string {
  // −v rounded down is the negative of v rounded up.
  const signed = direction === "down" ? numerator : -numerator;
  const places = Math.max(0, 30 + denominator.toString().length - signed.toString().length);
  const scaled = signed * 10n ** BigInt(places);
  const quotient = scaled / denominator;
  const floor = scaled < 0n && quotient * denominator !== scaled ? quotient - 1n : quotient;
  const digits = (floor < 0n ? -floor : floor).toString().padStart(places + 1, "0");
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  const negative = floor < 0n === (direction === "down") && floor !== 0n;
  return `${negative ? "-" : ""}${digits.slice(0, digits.length - places)}${fraction && `.${fraction}`}`;
}

/**
 * Reads a certificate from any value: checks the shape, the limits, and that data, network and points fit together.
 * It does not check the claim.
 *
 * @param input  untrusted: a parsed JSON value
 * @throws SpecError with one sentence that names the first offending field
 */
export function parseCertificate(input: unknown): Certificate {
  const result = v.safeParse(CertificateSchema, input, { abortEarly: true });
  if (!result.success) throw new SpecError(describeIssue("certificate", result.issues[0]));
  const certificate = result.output;
  try {
    checkTask(certificate);
    certificate.points.forEach((point, i) => {
      checkLayers(`points[${i}].layers`, point.layers, certificate.network.layers);
    });
  } catch (error) {
    if (error instanceof SpecError) throw new SpecError(error.message.replace(/^spec\./, "certificate."));
    throw error;
  }
  for (const name of ["lower", "upper"] as const) {
    if (!DECIMAL.test(certificate.gap[name])) {
      throw new SpecError(`certificate.gap.${name}: is not a decimal number`);
    }
  }
  return deepFreeze(certificate);
}

/** Characters of the longest number in JSON, as -1.2345678901234567e-100, and of a comma or bracket on each side. */
const NUMBER_LENGTH = 27;

/** Whether a certificate's file is short enough to be read again; with many samples of many inputs it can be too long. */
export function fitsFile(certificate: Certificate): boolean {
  const { dataset, network, points } = certificate;
  const weights = network.layers.slice(1).reduce((sum, units, k) => sum + units * (network.layers[k]! + 1), 0);
  const numbers = dataset.inputs.length * (network.layers[0]! + network.layers.at(-1)!) + points.length * weights;
  // The last two terms are for the brackets of layers, and for everything except the numbers of data and weights.
  const atMost = numbers * NUMBER_LENGTH + points.length * 500 + 10_000;
  return atMost <= CERTIFICATE_LIMITS.characters || textLength(certificate) <= CERTIFICATE_LIMITS.characters;
}

/** Number of characters of the file, counted in parts, because the whole may be longer than the longest string. */
function textLength(certificate: Certificate): number {
  const { dataset, points, ...rest } = certificate;
  const parts: readonly unknown[] = [rest, ...dataset.inputs, ...dataset.targets, ...points];
  // One comma for each part, and 100 characters for the names of the fields.
  return parts.reduce<number>((sum, part) => sum + JSON.stringify(part).length + 1, 100);
}

/** Reads a certificate from JSON text. @throws SpecError also when the text is too long or not JSON */
export function parseCertificateText(text: string): Certificate {
  if (text.length > CERTIFICATE_LIMITS.characters) {
    throw new SpecError(`certificate: ${text.length} characters are more than ${CERTIFICATE_LIMITS.characters}`);
  }
  return parseCertificate(parseJson("certificate", text));
}
