import type { VideoKind } from "../../formats/pictures/video";
import { FIRST_CHOICE, type FilmChoice } from "./film";

/** A video as it is asked for, and how far it is made. */
export interface FilmState {
  readonly choice: FilmChoice;
  /** What it will be; null until the browser has said what it encodes. */
  readonly kind: VideoKind | null;
  /** Frames done while it is made, else null. */
  readonly frames: number | null;
  /** One sentence on the last video, else empty. */
  readonly said: string;
}

export const FIRST_FILM: FilmState = Object.freeze<FilmState>({
  choice: FIRST_CHOICE,
  kind: null,
  frames: null,
  said: "",
});

/** What happens to a video. */
export type FilmAction =
  | { readonly type: "choose"; readonly change: Partial<FilmChoice> }
  /** The browser has said what it encodes at a size. */
  | { readonly type: "learn-kind"; readonly size: FilmChoice["size"]; readonly kind: VideoKind | null }
  | { readonly type: "progress"; readonly frames: number }
  | { readonly type: "end"; readonly said: string };

/** Pure; the same state comes back where nothing changed. */
export function reduceFilm(state: FilmState, action: FilmAction): FilmState {
  switch (action.type) {
    case "choose":
      return { ...state, choice: { ...state.choice, ...action.change } };
    case "learn-kind":
      return action.size === state.choice.size ? { ...state, kind: action.kind } : state;
    case "progress":
      return { ...state, frames: action.frames, said: "" };
    case "end":
      return { ...state, frames: null, said: action.said };
  }
}
