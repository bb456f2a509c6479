import type { SlicePlace } from "../../slice/slice-place";
import type { ChordEnds } from "../../studio/state/chord-ends";

/** The state of the tool. The pins belong to the view, because links carry them. */
export interface InspectState {
  /** The place that was clicked or typed last. */
  readonly chosen: SlicePlace;
  /** The place under the pointer, on the surface or along the cut. */
  readonly pointed: SlicePlace | null;
  readonly isCutOpen: boolean;
  /** Null until the cut is opened for the first time. */
  readonly ends: ChordEnds | null;
  /** One sentence to the reader, or empty. */
  readonly message: string;
}

export const FIRST_INSPECT: InspectState = Object.freeze<InspectState>({
  chosen: [0, 0],
  pointed: null,
  isCutOpen: false,
  ends: null,
  message: "",
});

/** The changes of the state. */
export type InspectAction =
  | { readonly type: "point"; readonly place: SlicePlace | null }
  | { readonly type: "choose"; readonly place: SlicePlace }
  | { readonly type: "open-cut"; readonly isCutOpen: boolean }
  /** Places both ends of the cut. */
  | { readonly type: "lay-cut"; readonly ends: ChordEnds }
  | { readonly type: "say"; readonly message: string };

/** Pure; the same state comes back where nothing changed. */
export function reduceInspect(state: InspectState, action: InspectAction): InspectState {
  switch (action.type) {
    case "point":
      return action.place === state.pointed ? state : { ...state, pointed: action.place };
    case "choose":
      return { ...state, chosen: action.place, pointed: null, message: "" };
    case "open-cut":
      return { ...state, isCutOpen: action.isCutOpen };
    case "lay-cut":
      return action.ends === state.ends ? state : { ...state, ends: action.ends, message: "" };
    case "say":
      return action.message === state.message ? state : { ...state, message: action.message };
  }
}

/** The place whose values are shown. */
export function placeInSight({ pointed, chosen }: InspectState): SlicePlace {
  return pointed ?? chosen;
}
