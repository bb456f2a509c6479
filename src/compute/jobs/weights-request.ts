import type { Spec } from "../../experiment/spec";
import type { Parameters } from "../../model/network/layout";

/** An experiment at some weights of its network. */
export interface WeightsRequest {
  readonly spec: Spec;
  readonly parameters: Parameters;
}
