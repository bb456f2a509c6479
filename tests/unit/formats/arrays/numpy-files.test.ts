import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { NumberArray } from "../../../../src/formats/arrays/number-array";
import { readNpy } from "../../../../src/formats/arrays/read-npy";
import { readNpz } from "../../../../src/formats/arrays/read-npz";
import { FormatError } from "../../../../src/formats/format-error";
import { readForeignFile, readSidecar, sidecarNumber } from "../../../support/foreign-file";

interface ArraySidecar {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly points?: readonly { readonly index: readonly number[]; readonly value: number | "nan" | "inf" }[];
  readonly sumFinite?: number;
  readonly nan?: number;
}

const TYPES: Readonly<Record<string, string>> = {
  "<f8": "float64",
  ">f8": "float64",
  "<f4": "float32",
  "<i4": "int32",
  float64: "float64",
  float32: "float32",
};

function expectArray(array: NumberArray, sidecar: ArraySidecar): void {
  expect(array.shape).toEqual(sidecar.shape);
  expect(array.type).toBe(TYPES[sidecar.dtype]);
  for (const { index, value } of sidecar.points ?? []) {
    const place = index.reduce((sum, entry, axis) => sum * array.shape[axis]! + entry, 0);
    expect(array.values[place]).toBe(sidecarNumber(value));
  }
  if (sidecar.sumFinite === undefined) return;
  const sum = array.values.reduce((total, value) => (Number.isFinite(value) ? total + value : total), 0);
  // NumPy adds in another order.
  expect(sum).toBeCloseTo(sidecar.sumFinite, 9);
  expect(array.values.filter((value) => Number.isNaN(value))).toHaveLength(sidecar.nan!);
}

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  throw new Error("it was read");
}

describe("arrays of NumPy", () => {
  it.each([
    "grid_bigendian_f64_6x5.npy",
    "grid_f32_fortran_9x14.npy",
    "grid_f64_17x25.npy",
    "grid_int32_5x7.npy",
    "grid_nan_11x11.npy",
    "grid_v2header_8x8.npy",
    "line_1d_50.npy",
  ])("%s has the numbers that NumPy wrote", (name) => {
    expectArray(readNpy(readForeignFile(`arrays/${name}`)), readSidecar(`arrays/${name}`));
  });

  it.each(["arrays/grid_xy_loss_12x7.npz", "surfaces/landscaper_11.npz", "surfaces/modeconnectivity_plane_12.npz"])(
    "%s has the arrays that NumPy wrote",
    (name) => {
      const arrays = readNpz(readForeignFile(name));
      const sidecar = readSidecar<{ arrays: Record<string, ArraySidecar> }>(name).arrays;
      expect([...arrays.keys()]).toEqual(Object.keys(sidecar));
      for (const [key, expected] of Object.entries(sidecar)) expectArray(arrays.get(key)!, expected);
    },
  );

  it.each([
    ["arrays/object.npy", /pickle, which can run code/],
    ["arrays/structured.npy", /structured array/],
    ["damaged/bad_npy_huge_shape.npy", /has more than \d+ numbers/],
    ["damaged/bad_npy_magic.npy", /does not begin as a NumPy array does/],
    ["damaged/bad_npy_truncated.npy", /needs 3400 bytes of numbers, and it has fewer: 3300/],
  ])("%s is refused in a sentence", (name, sentence) => {
    expect(refusalOf(() => readNpy(readForeignFile(name)))).toMatch(sentence);
  });

  it.each([
    ["arrays/object_member.npz", /its member b.npy cannot be read: it holds Python objects as a pickle/],
    ["damaged/bad_zip_bomb_256mb.npz", /unpack to more than \d+ bytes/],
    ["damaged/bad_zip_claims_4gb.npz", /unpack to more than \d+ bytes/],
    ["damaged/bad_zip_traversal.npz", /leaves the archive's folder/],
  ])("%s is refused in a sentence", (name, sentence) => {
    expect(refusalOf(() => readNpz(readForeignFile(name)))).toMatch(sentence);
  });
});

describe("a damaged archive", () => {
  const whole = readForeignFile("surfaces/landscaper_11.npz");

  it("is refused wherever one byte of its numbers is changed", () => {
    for (let at = 200; at < 1_150; at += 97) {
      const damaged = whole.slice();
      damaged[at]! ^= 1;
      expect(refusalOf(() => readNpz(damaged))).toMatch(/checksum|damaged|cannot be read|header/);
    }
  });

  it("is refused wherever it is cut off", () => {
    for (let length = 0; length < whole.length; length += 53) {
      expect(refusalOf(() => readNpz(whole.slice(0, length)))).toMatch(/cut off|without an end/);
    }
  });

  it("is refused where a packed member is damaged, or claims another size", () => {
    const packed = zipSync({ "loss.npy": readForeignFile("arrays/grid_f64_17x25.npy") }, { level: 9 });
    expect(readNpz(packed).get("loss")!.shape).toEqual([17, 25]);
    for (let at = 40; at < 1_000; at += 71) {
      const damaged = packed.slice();
      damaged[at]! ^= 16;
      expect(refusalOf(() => readNpz(damaged))).toMatch(/checksum|does not unpack|bytes instead of/);
    }
    const claiming = packed.slice();
    const table = new DataView(claiming.buffer);
    // The table of one member stands before the end record of 22 bytes; its size is at byte 24 of the entry.
    const entry = table.getUint32(claiming.length - 6, true);
    table.setUint32(entry + 24, table.getUint32(entry + 24, true) - 8, true);
    expect(refusalOf(() => readNpz(claiming))).toMatch(/does not unpack/);
  });
});
