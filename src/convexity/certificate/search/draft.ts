import type { LossSpec } from "../../../experiment/spec";
import { asParameters, type NetworkLayout, type Parameters, unflattenWeights } from "../../../model/network/layout";
import { type Certificate, parseCertificate } from "../schema";
import { type Candidate, type CertificateQuestion, estimateGap } from "./candidate";

/** Places after the binary point that are tried for the points, fewest first; null keeps all of float64. */
const ROUNDINGS = [4, 8, 12, 20, null] as const;
/** How much of its gap a candidate must keep to be rounded. */
const KEPT_GAP = 0.5;

/** A certificate whose gap is not known yet, and its points as parameter vectors. */
export interface Draft {
  readonly certificate: Certificate;
  readonly points: Candidate;
}

/**
 * The certificates that a candidate could become, shortest first: its points rounded to few places where that keeps enough of the gap, at
 * last as they are.
 *
 * @param gap  of the candidate in float64
 * @throws SpecError where a number of the certificate is beyond its limits
 */
export function* draftCertificates(
  layout: NetworkLayout,
  question: CertificateQuestion,
  candidate: Candidate,
  gap: number,
): Generator<Draft> {
  for (const places of ROUNDINGS) {
    const points = candidate.map((point) => roundParameters(layout, point, places));
    const isKept = places === null || (gap > 0 && estimateGap(layout, question, points).gap >= KEPT_GAP * gap);
    if (isKept) yield { certificate: writeCertificate(layout, question, points), points };
  }
}

function roundParameters(layout: NetworkLayout, theta: Parameters, places: number | null): Parameters {
  const unit = places === null ? 0 : 2 ** places;
  // + 0 turns a negative zero into zero, which JSON keeps.
  return asParameters(
    layout,
    theta.map((entry) => (unit === 0 ? entry : Math.round(entry * unit) / unit) + 0),
  );
}

function splitRows(values: Float64Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, s) => [...values.subarray(s * width, (s + 1) * width)]);
}

/** Whether numbers of the network and loss stay rational: then exact arithmetic can check the certificate. */
function chooseArithmetic(layout: NetworkLayout, loss: LossSpec): Certificate["arithmetic"] {
  const rational = layout.layers.every(({ activation }) => ["identity", "relu", "leaky-relu"].includes(activation));
  return rational && (loss.kind === "mse" || loss.kind === "hinge") ? "exact" : "interval";
}

function writeCertificate(layout: NetworkLayout, question: CertificateQuestion, points: Candidate): Certificate {
  const { network, loss, data } = question;
  return parseCertificate({
    format: "losscape-certificate",
    version: 1,
    claim: "not-convex",
    dataset: { kind: "points", inputs: splitRows(data.x, data.inputs), targets: splitRows(data.y, data.outputs) },
    network,
    loss,
    points: points.map((point) => ({ layers: unflattenWeights(layout, point) })),
    arithmetic: chooseArithmetic(layout, loss),
    // Whatever the gap is, it lies between these.
    gap: { lower: "0", upper: "1e999" },
  });
}
