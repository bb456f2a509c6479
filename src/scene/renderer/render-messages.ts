import type { SurfaceFrame, SurfaceState } from "./surface-state";

/** What the page asks of the worker that draws; `id` names the canvas. */
export type RenderRequest =
  | { readonly kind: "open"; readonly id: number; readonly canvas: OffscreenCanvas }
  | { readonly kind: "update"; readonly id: number; readonly change: Partial<SurfaceState> }
  | {
      readonly kind: "draw" | "tile";
      readonly id: number;
      /** Names the request in its reply. */
      readonly number: number;
      readonly frame: SurfaceFrame;
    }
  /** Answered when what was drawn before has been handed to the screen. */
  | { readonly kind: "wait"; readonly id: number; readonly number: number }
  | { readonly kind: "rest"; readonly id: number }
  | { readonly kind: "wake"; readonly id: number }
  | { readonly kind: "close"; readonly id: number };

/** The reply to a request with a number. */
export type RenderReply =
  | { readonly number: number; readonly image: ImageBitmap | null }
  | { readonly number: number; readonly error: string };
