/** A file of another program cannot be used. The message is one sentence without its full stop; the reader puts the file's name before it. */
export class FormatError extends Error {
  override name = "FormatError";
}
