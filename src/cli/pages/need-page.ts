import { InputError } from "../input/input-error";
import { hasSources } from "./app-build";

/**
 * @param option  what asks for the page
 * @throws InputError where there is no page, as in the package
 */
export function needPage(option: string): void {
  if (!hasSources())
    throw new InputError(`${option}: needs the page in a browser, which only the sources of Losscape have`);
}
