/** Input that cannot be used. The message is one line, and the command ends with exit code 2. */
export class InputError extends Error {
  override name = "InputError";
}
