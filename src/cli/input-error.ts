/** Input that cannot be used, said in one line: the command ends with exit code 2. */
export class InputError extends Error {
  override name = "InputError";
}
