import { beforeAll, describe, expect, it } from "vitest";
import { POINT_CLASSES } from "../../../../src/convexity/points/point-class";
import { amount } from "../../../support/long-run";
import { type SettledSpec, settleVaried } from "../../../support/settle-varied";
import { listVariedSpecs } from "../../../support/varied-specs";

const isSettled = ({ settlement: { verdict, finding } }: SettledSpec) =>
  finding !== null || (verdict.kind === "convex-by-theorem" && verdict.scope === "loss");

/** One network in this many is settled. */
const STRIDE = amount(5, 1);

describe("networks of every kind", () => {
  const all: SettledSpec[] = [];
  beforeAll(async () => {
    for (const [index, varied] of listVariedSpecs().entries()) {
      if (index % STRIDE === 0) all.push(await settleVaried(varied));
    }
  }, 600_000);

  it("are many, of every activation, loss, depth and weight", () => {
    expect(all.length).toBeGreaterThanOrEqual(226 / STRIDE);
    const count = (read: (spec: SettledSpec) => string | number) => new Set(all.map(read)).size;
    expect(count(({ spec }) => `${spec.network.activation}`)).toBe(10);
    expect(count(({ spec }) => spec.loss.kind)).toBe(4);
    expect(count(({ spec }) => spec.loss.l2)).toBe(4);
    expect(count(({ spec }) => spec.network.layers.length)).toBe(4);
    expect(count(({ kind }) => kind)).toBe(4);
    expect(all.filter(({ spec }) => spec.network.residual).length).toBeGreaterThan(20 / STRIDE);
    expect(all.filter(({ spec }) => spec.network.output === "sigmoid").length).toBeGreaterThan(50 / STRIDE);
  });

  it("are convex by theorem or proved not convex, every one", () => {
    const open = all.filter((settled) => !isSettled(settled));
    // The kinds that can stay open are named in docs/certificates.md; this list has none of them.
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it("have no point that is proved not convex where a theorem holds or nothing was found", () => {
    const nonconvex = (["nonconvex-curvature", "nonconvex-chord"] as const).map((name) => POINT_CLASSES.indexOf(name));
    for (const { name, landscape, settlement } of all) {
      if (landscape === null || settlement.finding !== null) continue;
      expect(
        [...landscape.classes].filter((index) => nonconvex.includes(index)),
        name,
      ).toEqual([]);
    }
  });

  it("have a reason of one sentence, which claims no more than was proved", () => {
    for (const { name, plan, settlement } of all) {
      const { verdict, finding } = settlement;
      // A point between digits does not end a sentence.
      expect(verdict.reason, name).toMatch(/^[^.]+(\.\d+[^.]*)*\.$/);
      if (verdict.kind === "undecided") expect(verdict.reason).toContain("does not mean that the loss is convex");
      if (finding === null) continue;
      expect(finding.verification.proved).toBe(true);
      expect(finding.gap).toBeGreaterThan(0);
      expect(finding.gap * plan.data.samples).toBeLessThanOrEqual(Number(finding.certificate.gap.lower) * (1 + 1e-15));
    }
  });
});
