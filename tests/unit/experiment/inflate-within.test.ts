import { deflateSync, Inflate, Unzlib, zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { inflateWithin } from "../../../src/experiment/inflate-within";

describe("unpacking within a limit", () => {
  const plain = new TextEncoder().encode("losscape ".repeat(4000));

  it("gives back what was packed, up to the limit itself", () => {
    expect(inflateWithin(Inflate, deflateSync(plain), plain.length)).toEqual(plain);
    expect(inflateWithin(Unzlib, zlibSync(plain), plain.length)).toEqual(plain);
  });

  it("refuses what unpacks to more, and what ends too early", () => {
    expect(() => inflateWithin(Inflate, deflateSync(plain), plain.length - 1)).toThrow(
      `it unpacks to more than ${plain.length - 1} bytes`,
    );
    expect(() => inflateWithin(Unzlib, zlibSync(plain).subarray(0, 40), plain.length)).toThrow();
    expect(() => inflateWithin(Inflate, new Uint8Array(), 10)).toThrow();
  });
});
