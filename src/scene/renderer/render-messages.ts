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
  | { readonly kind: "close"; readonly id: number };

/** The reply to a drawing. */
export type RenderReply =
  | { readonly number: number; readonly image: ImageBitmap | null }
  | { readonly number: number; readonly error: string };
