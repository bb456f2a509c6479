import type { VideoKind } from "../../formats/pictures/video";
import { FIRST_CHOICE, type FilmChoice } from "./film";

/** The choices for a video, and its progress. */
export interface FilmState {
  readonly choice: FilmChoice;
  /** The format of the file; null until it is known what the browser encodes. */
  readonly kind: VideoKind | null;
  /** How many frames are done; null while no video is made. */
  readonly frames: number | null;
  /** One sentence on the last video, else empty. */
  readonly message: string;
}

export const FIRST_FILM: FilmState = Object.freeze<FilmState>({
  choice: FIRST_CHOICE,
  kind: null,
  frames: null,
  message: "",
});

export type FilmAction =
  | { readonly type: "choose"; readonly change: Partial<FilmChoice> }
  /** It is known what the browser encodes at a size. */
  | (Pick<FilmChoice, "size" | "file"> & { readonly type: "learn-kind"; readonly kind: VideoKind | null })
  | { readonly type: "progress"; readonly frames: number }
  | { readonly type: "end"; readonly message: string };

/** Pure; returns the same state where nothing changed. */
export function reduceFilm(state: FilmState, action: FilmAction): FilmState {
  switch (action.type) {
    case "choose":
      return { ...state, choice: { ...state.choice, ...action.change } };
    case "learn-kind":
      return action.size === state.choice.size && action.file === state.choice.file
        ? { ...state, kind: action.kind }
        : state;
    case "progress":
      return { ...state, frames: action.frames, message: "" };
    case "end":
      return { ...state, frames: null, message: action.message };
  }
}
