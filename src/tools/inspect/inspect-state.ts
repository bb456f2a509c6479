import type { SlicePlace } from "../../slice/slice-place";
import type { ChordEnds } from "../../studio/state/chord-ends";

/** What the tool itself remembers; the pins are the view's. */
export interface InspectState {
  /** Clicked, or typed, last. */
  readonly chosen: SlicePlace;
  /** Under the pointer, on the surface or along the cut. */
  readonly pointed: SlicePlace | null;
  readonly isCutOpen: boolean;
  /** Null until a cut is first asked for. */
  readonly ends: ChordEnds | null;
  /** One sentence, or empty. */
  readonly said: string;
}

export const FIRST_INSPECT: InspectState = Object.freeze<InspectState>({
  chosen: [0, 0],
  pointed: null,
  isCutOpen: false,
  ends: null,
  said: "",
});

/** What happens to the tool. */
export type InspectAction =
  | { readonly type: "point"; readonly place: SlicePlace | null }
  | { readonly type: "choose"; readonly place: SlicePlace }
  | { readonly type: "open-cut"; readonly isCutOpen: boolean }
  /** Lays the cut between two places of the slice. */
  | { readonly type: "lay-cut"; readonly ends: ChordEnds }
  | { readonly type: "say"; readonly said: string };

/** Pure; the same state comes back where nothing changed. */
export function reduceInspect(state: InspectState, action: InspectAction): InspectState {
  switch (action.type) {
    case "point":
      return action.place === state.pointed ? state : { ...state, pointed: action.place };
    case "choose":
      return { ...state, chosen: action.place, pointed: null, said: "" };
    case "open-cut":
      return { ...state, isCutOpen: action.isCutOpen };
    case "lay-cut":
      return action.ends === state.ends ? state : { ...state, ends: action.ends, said: "" };
    case "say":
      return action.said === state.said ? state : { ...state, said: action.said };
  }
}

/** The place whose values are shown. */
export function placeInSight({ pointed, chosen }: InspectState): SlicePlace {
  return pointed ?? chosen;
}
