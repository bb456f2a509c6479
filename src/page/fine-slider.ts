import type { Controller } from "lil-gui";
import type { Limit } from "../experiment/limits";

/** Steps of an arrow key while Shift is held. */
const LEAP = 10;
const DIRECTIONS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/**
 * Adds to a slider the steps that its few pixels cannot reach: an arrow key moves it by one step, with Shift by ten, and while Shift is
 * held the mouse moves it by one step a pixel.
 *
 * @returns a function that tells assistive technology the slider's value
 */
export function refineSlider(controller: Controller, name: string, { min, max }: Limit, step: number): () => void {
  const slider = controller.domElement.querySelector<HTMLElement>(".lil-slider")!;
  const read = (): number => Number(controller.getValue());
  const take = (value: number): void => {
    // The last digits of a sum of decimal steps are rounding errors.
    const snapped = Number((Math.round(value / step) * step).toPrecision(12));
    controller.setValue(Math.min(max, Math.max(min, snapped)));
  };
  slider.tabIndex = -1;
  slider.setAttribute("role", "slider");
  slider.setAttribute("aria-label", name);
  slider.setAttribute("aria-valuemin", `${min}`);
  slider.setAttribute("aria-valuemax", `${max}`);
  slider.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    take(read() + direction * step * (event.shiftKey ? LEAP : 1));
  });
  // Before the library, which would move the slider to the pointer.
  slider.addEventListener(
    "mousedown",
    (event) => {
      if (!event.shiftKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      slider.focus();
      const [from, start] = [event.clientX, read()];
      const drag = new AbortController();
      const { signal } = drag;
      window.addEventListener("mousemove", ({ clientX }) => take(start + (clientX - from) * step), { signal });
      window.addEventListener("mouseup", () => drag.abort(), { signal });
    },
    { capture: true },
  );
  return () => slider.setAttribute("aria-valuenow", `${read()}`);
}
