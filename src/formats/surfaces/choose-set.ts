import { quoteText } from "../../experiment/quote";
import { ChoiceError, FormatError } from "../format-error";

/**
 * The set that is meant: the one that the user names, the only one, or the first of the usual names that is there.
 * @throws ChoiceError where several could be meant
 * @throws FormatError where there is none, or none of the user's name
 */
export function chooseSet(names: readonly string[], wanted: string | null, usual: readonly string[]): string {
  if (names.length === 0) throw new FormatError("it holds no set of numbers over a grid");
  if (wanted !== null) {
    if (names.includes(wanted)) return wanted;
    throw new FormatError(`it has no set ${quoteText(wanted)}, but ${names.map((name) => quoteText(name)).join(", ")}`);
  }
  const [only] = names;
  if (names.length === 1) return only!;
  const found = usual.find((name) => names.includes(name));
  if (found === undefined) throw new ChoiceError("it holds several sets of numbers", names);
  return found;
}

/** The names of a set of losses, the most telling first. */
export const LOSS_SETS = ["loss", "train_loss", "losses", "Loss", "z", "Z"] as const;
