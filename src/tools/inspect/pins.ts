import { PIN_LIMITS, type Pin, type View } from "../../experiment/view";
import type { SlicePlace } from "../../slice/slice-place";

/** The pins with one more, named by the first free number; or one sentence that says why none can be added. */
export function addPin(pins: View["pins"], [x, y]: SlicePlace): readonly Pin[] | string {
  if (pins.some((pin) => pin.x === x && pin.y === y)) return "This point is pinned already.";
  if (pins.length >= PIN_LIMITS.count) return `A link can hold ${PIN_LIMITS.count} pins: delete one first.`;
  let number = 1;
  while (pins.some(({ name }) => name === `Pin ${number}`)) number++;
  return [...pins, { x, y, name: `Pin ${number}` }];
}

export function renamePin(pins: View["pins"], index: number, name: string): readonly Pin[] {
  // A character of two code units is never cut in half.
  const cut = [...name.trim()].reduce(
    (text, letter) => (text.length + letter.length > PIN_LIMITS.nameLength ? text : text + letter),
    "",
  );
  return pins.map((pin, i) => (i === index ? { ...pin, name: cut } : pin));
}

export function removePin(pins: View["pins"], index: number): readonly Pin[] {
  return pins.filter((_, i) => i !== index);
}
