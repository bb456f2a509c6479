import { quoteText } from "../../experiment/quote";
import { ChoiceError, FormatError } from "../format-error";
import type { FileKind } from "../recognize-file";
import { readCsvSurface } from "./csv-surface";
import { readLossLandscape } from "./loss-landscape";
import { readArchiveSurface, readArraySurface, readLandscaper, readModeConnectivity } from "./numpy-surfaces";
import type { Surface } from "./surface";
import { readVtpSurface } from "./vtp-surface";

/** A file with its kind. */
export interface SurfaceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: FileKind;
}

/**
 * Reads a surface of another program. Further files may hold what loss-landscape writes beside a surface: the trajectory in its plane, and
 * its directions.
 *
 * @param set  the set that the user names; null where none is named
 * @throws FormatError that begins with the file's name
 */
export async function readSurface(files: readonly SurfaceFile[], set: string | null): Promise<Surface> {
  let surface: Surface | null = null;
  const paths: Surface["paths"][number][] = [];
  let plane: Surface["plane"] = null;
  for (const file of files) {
    const part = await readPart(file, set);
    if (part.holds === "trajectory") paths.push(part.path);
    else if (part.holds === "directions") plane = part.plane;
    else if (surface)
      throw new FormatError(`${quoteText(file.name)}: is a second surface, and one is converted at a time`);
    else surface = part.surface;
  }
  if (surface) return { ...surface, paths: [...surface.paths, ...paths], plane };
  const held = paths.length > 0 ? "a trajectory" : "directions";
  throw new FormatError(
    `${quoteText(files[0]!.name)}: holds ${held} of loss-landscape and no surface: give the surface's file with it`,
  );
}

/** Whether text can be read as a surface: a table of samples can not, as its rows form no grid. */
export function holdsSurface(bytes: Uint8Array, kind: FileKind): boolean {
  try {
    readOne(bytes, kind, null);
    return true;
  } catch (error) {
    if (error instanceof ChoiceError) return true;
    if (error instanceof FormatError) return false;
    throw error;
  }
}

async function readPart({ name, bytes, kind }: SurfaceFile, set: string | null) {
  try {
    if (kind === "loss-landscape") return await readLossLandscape(bytes, set);
    return { holds: "surface", surface: readOne(bytes, kind, set) } as const;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    error.message = `${quoteText(name)}: ${error.message}`;
    throw error;
  }
}

function readOne(bytes: Uint8Array, kind: FileKind, set: string | null): Surface {
  switch (kind) {
    case "vtp":
      return readVtpSurface(bytes, set);
    case "landscaper":
      return readLandscaper(bytes);
    case "mode-connectivity":
      return readModeConnectivity(bytes, set);
    case "npy":
      return readArraySurface(bytes);
    case "npz":
      return readArchiveSurface(bytes, set);
    case "csv":
      return readCsvSurface(bytes, set);
    default:
      throw new FormatError("it is not a surface");
  }
}
