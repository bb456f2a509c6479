import { readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.resolve("tests/formats");

/** A file that another program wrote, from tests/formats. */
export function readForeignFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(FOLDER, name)));
}

/** What its own program says of it: the sidecar of the file. */
export function readSidecar<Sidecar>(name: string): Sidecar {
  return JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), "utf8")) as Sidecar;
}

/** A number of a sidecar: JSON has no words for those that are not finite. */
export function sidecarNumber(value: number | "nan" | "inf" | "-inf"): number {
  if (typeof value === "number") return value;
  return value === "nan" ? Number.NaN : Number(value.replace("inf", "Infinity"));
}
