import { expect, it } from "vitest";
import { ACTIVATIONS } from "../../../../src/spec/schema";
import { DATASETS, settleAll } from "../../../support/settle-trained";

it("settles a trained network of every data set and activation with a certificate", async () => {
  const all = await settleAll(60);
  expect(all).toHaveLength(DATASETS.length * ACTIVATIONS.length);
  const open = all.filter(({ verdict, method }) => verdict !== "not-convex" || method === "");
  expect(open).toEqual([]);
}, 180_000);
