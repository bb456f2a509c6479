import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Claim, readScaled, verifyClaim } from "./certificates";

const text = readFileSync(new URL("known-gaps.json", import.meta.url), "utf8");
const { cases } = JSON.parse(text) as { cases: (Omit<Claim, "gap"> & { readonly gap: string })[] };

describe("gaps known to 45 digits from an independent evaluator", () => {
  it.each(cases.map(({ gap, ...claim }, i) => [i, claim.loss.kind, claim.network.activation, gap, claim] as const))(
    "case %i, %s, %j: %s",
    (_, __, ___, gap, claim) => {
      const verification = verifyClaim(claim);
      const [lower, known, upper] = [verification.gap.lower, gap, verification.gap.upper].map(readScaled);
      // The known gap is rounded to 45 digits: a unit of 10^-40 on either side.
      const unit = 10n ** 20n;
      expect(lower! <= known! + unit && known! - unit <= upper!).toBe(true);
      expect(upper! - lower! < 10n ** 35n).toBe(true);
      expect(verification.proved).toBe(known! > 0n);
    },
  );
});
