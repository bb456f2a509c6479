import type { HoverPoint } from "../../drawing/surface/surface-marks";

/** What the tool shows beside the two experiments, which the page and its view hold. */
export interface CompareState {
  readonly withDifference: boolean;
  /** The point under the pointer, on any of the surfaces. */
  readonly hover: HoverPoint | null;
  /** One sentence beside the controls, or empty. */
  readonly message: string;
  /** Whether the table has the whole Hessian; one sentence where it cannot be computed, else empty. */
  readonly hessian: { readonly isAsked: boolean; readonly message: string };
}

export const FIRST_COMPARE: CompareState = Object.freeze<CompareState>({
  withDifference: true,
  hover: null,
  message: "",
  hessian: { isAsked: false, message: "" },
});

/** What happens to the tool. */
export type CompareAction =
  | { readonly type: "show-difference"; readonly shown: boolean }
  | { readonly type: "hover"; readonly point: HoverPoint | null }
  | { readonly type: "say"; readonly message: string }
  | { readonly type: "ask-hessian"; readonly asked: boolean }
  | { readonly type: "fail-hessian"; readonly message: string }
  | { readonly type: "close" };

/** Pure; the same state comes back where nothing changed. */
export function reduceCompare(state: CompareState, action: CompareAction): CompareState {
  switch (action.type) {
    case "show-difference":
      return { ...state, withDifference: action.shown };
    case "hover":
      return isSamePoint(action.point, state.hover) ? state : { ...state, hover: action.point };
    case "say":
      return action.message === state.message ? state : { ...state, message: action.message };
    case "ask-hessian":
      return { ...state, hessian: { isAsked: action.asked, message: "" } };
    case "fail-hessian":
      return { ...state, hessian: { ...state.hessian, message: action.message } };
    case "close":
      return { ...state, hover: null, message: "" };
  }
}

function isSamePoint(one: HoverPoint | null, other: HoverPoint | null): boolean {
  return one === other || (one !== null && one.row === other?.row && one.column === other.column);
}
