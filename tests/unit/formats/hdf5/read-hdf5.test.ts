import { describe, expect, it, vi } from "vitest";
import { FormatError } from "../../../../src/formats/format-error";
import { withHdf5 } from "../../../../src/formats/hdf5/read-hdf5";
import { readForeignFile, readSidecar } from "../../../support/foreign-file";

const DIRECTIONS = ["surfaces/ll_direction_random_filter.h5", "surfaces/ll_direction_pca.h5"];

interface Direction {
  readonly name: string;
  readonly shape: readonly number[];
  readonly first: readonly number[];
  readonly norm: number;
}

/** A group that is its own member, and twice so: it has paths without end. */
async function writeSelfContaining(): Promise<Uint8Array> {
  const { File, ready } = await import("h5wasm");
  const { FS } = await ready;
  const file = new File("/itself.h5", "w");
  file.create_soft_link("/", "a");
  file.create_soft_link("/", "b");
  file.close();
  return FS.readFile("/itself.h5");
}

describe("HDF5 files", () => {
  it.each(DIRECTIONS)("%s has the groups, shapes and numbers that h5py wrote", async (name) => {
    const { groups } = readSidecar<{ groups: Record<string, Direction[]> }>(name);
    await withHdf5(readForeignFile(name), (file) => {
      for (const [group, sets] of Object.entries(groups)) {
        expect(file.kindOf(group)).toBe("group");
        expect(file.list(group)).toEqual(sets.map((set) => set.name));
        for (const { name: key, shape, first, norm } of sets) {
          const array = file.readNumbers(`${group}/${key}`);
          expect(file.shapeOf(`${group}/${key}`)).toEqual(shape);
          expect(array.shape).toEqual(shape);
          expect([...array.values.slice(0, first.length)]).toEqual(first);
          // h5py added in float32.
          expect(Math.hypot(...array.values)).toBeCloseTo(norm, 5);
        }
      }
      expect(file.kindOf("zdirection")).toBe("none");
    });
  });

  it("are refused in one sentence, without a word on the console, wherever they are cut off", async () => {
    const whole = readForeignFile("surfaces/ll_surface_square_21x21.h5");
    const spoken = vi.spyOn(console, "error");
    for (let length = 8; length < whole.length; length += 501) {
      const reading = withHdf5(whole.slice(0, length), (file) => file.readNumbers("train_loss"));
      await expect(reading).rejects.toThrow(FormatError);
      await expect(reading).rejects.toThrow(/damaged or was cut off/);
    }
    expect(spoken).not.toHaveBeenCalled();
    spoken.mockRestore();
  });

  it("are given up where they keep the library busy for ever, and the next file is read", async () => {
    const looping = readForeignFile("models/keras_functional_leaky_dropout_3-5-4-1.h5");
    // One byte of a group's table of names.
    expect(looping[6784]).toBe(14);
    looping[6784] = 62;
    const sentence = "it is damaged: HDF5 did not finish reading it within 5 seconds";
    await expect(withHdf5(looping, (file) => file.list(""))).rejects.toThrow(new FormatError(sentence));
    const names = await withHdf5(readForeignFile("surfaces/ll_surface_square_21x21.h5"), (file) => file.list(""));
    expect(names).toContain("train_loss");
  });

  it("are refused where a group contains itself, and so has paths without end", async () => {
    const link = await writeSelfContaining();
    await expect(withHdf5(link, (file) => file.list(""))).rejects.toThrow(FormatError);
  });

  it("are read or refused in one sentence, and never hang, where bytes are changed", async () => {
    const whole = readForeignFile("surfaces/ll_surface_square_gzip.h5");
    let refused = 0;
    for (let at = 0; at < whole.length; at += 61) {
      const damaged = whole.slice();
      damaged[at]! ^= 0xff;
      const outcome = await withHdf5(damaged, (file) =>
        file.list("").map((name) => file.shapeOf(name) && file.readNumbers(name)),
      ).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(FormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(20);
  });
});
