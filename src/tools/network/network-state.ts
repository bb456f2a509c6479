import type { Spec } from "../../experiment/spec";
import { layoutNetwork, type Parameters } from "../../model/network/layout";
import type { NetworkReport } from "../../model/report/network";
import type { Derivative, PlotReach, PlottedCurve } from "./activation-curves";
import { isSameUnit, keepInNetwork, moveFrom, type UnitMove, type UnitPlace } from "./unit-place";

/** A report, with the experiment and the weights that it describes. */
export interface ReportedNetwork {
  readonly spec: Spec;
  readonly parameters: Parameters;
  readonly report: NetworkReport;
}

/** The reader's choices for the plot of the activation. */
export interface PlotChoice {
  /** Null: the activation of the chosen unit. */
  readonly curve: PlottedCurve | null;
  readonly reach: PlotReach;
  readonly shown: readonly Derivative[];
}

/** The state of the tool. It is frozen: each change makes a new one. */
export interface NetworkState {
  /** Null until there are weights. */
  readonly reported: ReportedNetwork | null;
  /** The unit whose values are shown. */
  readonly chosen: UnitPlace;
  /** The unit under the pointer; it is shown instead of the chosen one. */
  readonly pointed: UnitPlace | null;
  readonly plot: PlotChoice;
  /** One sentence that says why there is no report, else empty. */
  readonly message: string;
}

export const FIRST_STATE: NetworkState = Object.freeze<NetworkState>({
  reported: null,
  chosen: { layer: 0, unit: 0 },
  pointed: null,
  plot: { curve: null, reach: 6, shown: ["value", "first", "second"] },
  message: "",
});

/** The commands of the reader. */
export interface NetworkActions {
  readonly choose: (place: UnitPlace) => void;
  /** Chooses a neighbour of the chosen unit. */
  readonly move: (move: UnitMove) => void;
  readonly point: (place: UnitPlace | null) => void;
  readonly plot: (change: Partial<PlotChoice>) => void;
  /** Changes a weight while the reader drags it. @param index  into θ */
  readonly drag: (index: number, value: number) => void;
  /** The reader has let go of the weight. */
  readonly drop: () => void;
}

export type NetworkAction =
  | { readonly type: "report"; readonly reported: ReportedNetwork }
  | { readonly type: "fail"; readonly message: string }
  | { readonly type: "choose"; readonly place: UnitPlace }
  | { readonly type: "move"; readonly move: UnitMove }
  | { readonly type: "point"; readonly place: UnitPlace | null }
  | { readonly type: "plot"; readonly choice: Partial<PlotChoice> };

/** Pure; returns the same state where nothing changed. */
export function reduceNetwork(state: NetworkState, action: NetworkAction): NetworkState {
  switch (action.type) {
    case "report": {
      const network = layoutNetwork(action.reported.spec.network);
      return { ...state, reported: action.reported, chosen: keepInNetwork(network, state.chosen), message: "" };
    }
    case "fail":
      return { ...state, message: action.message };
    case "choose":
      return { ...state, chosen: action.place, pointed: null };
    case "move": {
      if (!state.reported) return state;
      const network = layoutNetwork(state.reported.spec.network);
      return { ...state, chosen: moveFrom(network, state.chosen, action.move), pointed: null };
    }
    case "point":
      return isSameUnit(action.place, state.pointed) ? state : { ...state, pointed: action.place };
    case "plot":
      return { ...state, plot: { ...state.plot, ...action.choice } };
  }
}
