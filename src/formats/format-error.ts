import { quoteText } from "../experiment/quote";

/** A file of another program cannot be used. The message is one sentence without its full stop; the reader puts the file's name before it. */
export class FormatError extends Error {
  override name = "FormatError";
}

/** A file holds several sets that could be meant: the user must say which. */
export class ChoiceError extends FormatError {
  readonly choices: readonly string[];

  /** @param question  what is asked, as in "it holds several sets of numbers" */
  constructor(question: string, choices: readonly string[]) {
    super(`${question}: choose one of ${choices.map((choice) => quoteText(choice)).join(", ")}`);
    this.choices = choices;
  }
}
