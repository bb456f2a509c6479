import type { SurfacePort } from "../scene/surface/surface-port";
import type { Store } from "../studio/state/store";

/** The most embedded surfaces with a graphics context at once: browsers allow about 16, and other parts of a page want some. */
const MOST_AWAKE = 8;
/** Milliseconds without the pointer after which a frame that cannot talk to the others rests. */
const ALONE_MS = 30_000;
/** Milliseconds between two looks whether the surface is drawn. */
const LOOK_MS = 250;

/** What the frames of one page tell one another. `at`: when the reader last used the surface, or when it was drawn. */
type FrameMessage =
  | { readonly kind: "hello"; readonly id: string }
  | { readonly kind: "awake"; readonly id: string; readonly at: number }
  | { readonly kind: "resting"; readonly id: string };

/**
 * Keeps the number of graphics contexts low where a page holds many frames: a surface that was not used for longest shows a still picture,
 * and takes its context again when it is clicked. A sandboxed frame cannot reach the others, so it rests whenever it is not used.
 */
export function shareContexts(
  hosts: { readonly surface: HTMLElement; readonly side: HTMLElement },
  surface: SurfacePort,
  store: Store,
): void {
  const id = crypto.randomUUID?.() ?? `${Math.random()}`;
  const isAlone = self.origin === "null" || typeof BroadcastChannel === "undefined";
  const channel = isAlone ? null : new BroadcastChannel("losscape-surfaces");
  /** When each of the other awake frames was last used. */
  const others = new Map<string, number>();
  let usedAt = 0;
  let isAwake = false;
  let isResting = false;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button turn";
  button.textContent = "Click to turn";
  button.hidden = true;
  hosts.side.prepend(button);

  const tell = (message: FrameMessage): void => channel?.postMessage(message);

  async function rest(): Promise<void> {
    if (!isAwake || isResting) return;
    isResting = true;
    isAwake = false;
    await surface.rest();
    button.hidden = false;
    tell({ kind: "resting", id });
  }

  function use(): void {
    usedAt = Date.now();
    if (isResting) {
      isResting = false;
      button.hidden = true;
      surface.wake();
      isAwake = true;
    }
    if (isAwake) tell({ kind: "awake", id, at: usedAt });
  }

  /** Rests if enough other surfaces were used later. */
  function giveWay(): void {
    const later = [...others.values()].filter((at) => at > usedAt).length;
    if (later >= MOST_AWAKE) void rest();
  }

  channel?.addEventListener("message", ({ data }: MessageEvent<FrameMessage>) => {
    if (data.kind === "awake") others.set(data.id, data.at);
    else others.delete(data.id);
    if (data.kind === "hello" && isAwake) tell({ kind: "awake", id, at: usedAt });
    giveWay();
  });
  tell({ kind: "hello", id });
  addEventListener("pagehide", () => tell({ kind: "resting", id }));

  for (const kind of ["pointerdown", "keydown", "wheel"] as const) {
    hosts.surface.addEventListener(kind, use, { passive: true });
  }
  button.addEventListener("click", use);

  const timer = setInterval(() => {
    const { phase } = store.getState().run.landscape;
    const isDrawn = phase === "ready" && !hosts.surface.querySelector("canvas[data-drawing]");
    if (!isDrawn) return;
    if (!isAwake && !isResting) {
      isAwake = true;
      usedAt = Date.now();
      tell({ kind: "awake", id, at: usedAt });
      giveWay();
    }
    if (channel) clearInterval(timer);
    else if (isAwake && Date.now() - usedAt > ALONE_MS) void rest();
  }, LOOK_MS);
}
