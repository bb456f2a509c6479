import { describe, expect, it } from "vitest";
import { parseCertificate } from "../../../../src/convexity/certificate/schema";
import { estimateSeconds, verifyCertificate, verifyInSteps } from "../../../../src/convexity/certificate/verify";
import { SpecError } from "../../../../src/experiment/parse";
import { NEURON, SIGMOID, writeClaim } from "./certificates";

const NAMED = [
  ["exact", NEURON],
  ["interval", SIGMOID],
] as const;

describe("a check in steps", () => {
  it.each(NAMED)("finds what the check at once finds: %s", async (_, claim) => {
    const certificate = parseCertificate(writeClaim(claim));
    expect(await verifyInSteps(certificate)).toEqual(verifyCertificate(certificate));
  });

  it("reports its progress, and ends at 1", async () => {
    const fractions: number[] = [];
    await verifyInSteps(parseCertificate(writeClaim(SIGMOID)), { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(fractions.at(-1)).toBe(1);
  });

  it("is cancelled between two samples", async () => {
    const inputs = Array.from({ length: 2000 }, (_, s) => [s / 1000]);
    const targets = inputs.map(() => [0]);
    const certificate = parseCertificate(writeClaim({ ...SIGMOID, inputs, targets }));
    const controller = new AbortController();
    const check = verifyInSteps(certificate, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(check).rejects.toMatchObject({ name: "AbortError" });
  });

  it("is not begun where it was cancelled before", async () => {
    const check = verifyInSteps(parseCertificate(writeClaim(NEURON)), { signal: AbortSignal.abort() });
    await expect(check).rejects.toMatchObject({ name: "AbortError" });
  });

  it.each(NAMED)("refuses what is estimated above its limit: %s", async (_, claim) => {
    const certificate = parseCertificate(writeClaim(claim));
    const seconds = estimateSeconds(certificate);
    expect(seconds).toBeGreaterThan(0);
    expect(() => verifyCertificate(certificate, { seconds: seconds / 2 })).toThrow(SpecError);
    await expect(verifyInSteps(certificate, { seconds: seconds / 2 })).rejects.toThrow(/about \S+ seconds/);
    expect(verifyCertificate(certificate, { seconds })).toEqual(verifyCertificate(certificate));
  });
});
