import type { LossSpec } from "../../../experiment/spec";
import { asParameters, type NetworkLayout, type Parameters, unflattenWeights } from "../../../model/network/layout";
import { type Certificate, parseCertificate } from "../schema";
import { type Candidate, type CertificateQuestion, estimateGap } from "./candidate";

/** Places after the binary point that are tried for the points, fewest first; null keeps all of float64. */
const ROUNDINGS = [4, 8, 12, 20, null] as const;
/** The shares of its gap that a candidate may keep when it is rounded: nearly all, so that the page shows the proved gap; else half. */
export const KEPT_GAPS = { close: 0.995, loose: 0.5 } as const;

/** A certificate before its gap is known, and its points as parameter vectors. */
export interface Draft {
  readonly certificate: Certificate;
  readonly points: Candidate;
}

/**
 * The possible certificates of a candidate, shortest first: with its points rounded to few places where that keeps enough of the gap, and
 * last with its points unchanged.
 *
 * @param gap  of the candidate in float64
 * @param kept  the share of it that is enough; the rounded gap is larger by at most the same factor
 * @throws SpecError where a number of the certificate is beyond its limits
 */
export function* draftCertificates(
  layout: NetworkLayout,
  question: CertificateQuestion,
  candidate: Candidate,
  gap: number,
  kept: number,
): Generator<Draft> {
  for (const places of ROUNDINGS) {
    const points = candidate.map((point) => roundParameters(layout, point, places));
    const rounded = places === null ? gap : estimateGap(layout, question, points).gap;
    if (places === null || (gap > 0 && rounded >= kept * gap && rounded <= gap / kept))
      yield { certificate: writeCertificate(layout, question, points), points };
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

/** `exact` where network and loss give only rational numbers, because exact arithmetic can then check the certificate. */
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
    // Every gap lies between these.
    gap: { lower: "0", upper: "1e999" },
  });
}
