import { expect, it } from "vitest";
import { ACTIVATIONS } from "../../../../src/experiment/spec";
import { amount } from "../../../support/long-run";
import { DATASETS, settleAll } from "../../../support/settle-trained";

it("settles trained networks of every data set and activation with a certificate", async () => {
  const stride = amount(4, 1);
  const all = await settleAll(60, stride);
  expect(all).toHaveLength((DATASETS.length * ACTIVATIONS.length) / stride);
  expect(new Set(all.map(({ dataset }) => dataset)).size).toBe(DATASETS.length);
  expect(new Set(all.map(({ activation }) => activation)).size).toBe(ACTIVATIONS.length);
  const open = all.filter(({ verdict, method }) => verdict !== "not-convex" || method === "");
  expect(open).toEqual([]);
}, 180_000);
