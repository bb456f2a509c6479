import { FormatError } from "../format-error";

/** @param message  one sentence that names what cannot be mapped, or the limit @throws FormatError */
export function refuse(message: string): never {
  throw new FormatError(message);
}
