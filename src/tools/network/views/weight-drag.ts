import type { NetworkActions } from "../network-state";

/** CSS pixels of a drag that change a weight by the largest weight of the network. */
const REACH = 80;

/** Follows the pointer from a weight's line until it is let go: up makes the weight larger, down smaller. */
export function beginDrag(
  event: PointerEvent,
  index: number,
  weight: number,
  largest: number,
  actions: Pick<NetworkActions, "drag" | "drop">,
): void {
  const { currentTarget: line, pointerId, clientY: start } = event;
  if (event.button !== 0 || !(line instanceof SVGElement)) return;
  event.preventDefault();
  line.setPointerCapture(pointerId);
  const released = new AbortController();
  const { signal } = released;
  line.addEventListener(
    "pointermove",
    ({ clientY }) => actions.drag(index, weight + ((start - clientY) / REACH) * largest),
    { signal },
  );
  const release = (): void => {
    released.abort();
    actions.drop();
  };
  line.addEventListener("pointerup", release, { signal });
  line.addEventListener("pointercancel", release, { signal });
}
