/** The camera movement of a key. */
export type CameraCommand =
  | { readonly kind: "turn"; readonly azimuth: number; readonly polar: number }
  | { readonly kind: "shift"; readonly right: number; readonly up: number }
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "reset" }
  | { readonly kind: "top" };

export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const TURN = Math.PI / 36;
const SHIFT = 0.05;
const ZOOM = 1.12;

const DIRECTIONS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** @returns null for keys that the browser or the page handles */
export function readCameraKey(event: PressedKey): CameraCommand | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const direction = Object.hasOwn(DIRECTIONS, event.key) ? DIRECTIONS[event.key] : undefined;
  if (direction) {
    const [right, up] = direction;
    if (event.shiftKey) return { kind: "shift", right: right * SHIFT, up: up * SHIFT };
    return { kind: "turn", azimuth: right * TURN, polar: -up * TURN };
  }
  switch (event.key) {
    case "+":
    case "=":
      return { kind: "zoom", factor: 1 / ZOOM };
    case "-":
    case "_":
      return { kind: "zoom", factor: ZOOM };
    case "Home":
    case "r":
    case "R":
      return { kind: "reset" };
    case "t":
    case "T":
      return { kind: "top" };
    default:
      return null;
  }
}
