import type { Parameters } from "../../model/network/layout";
import type { Spec } from "../../spec/schema";

/** An experiment at some weights of its network. */
export interface WeightsRequest {
  readonly spec: Spec;
  readonly parameters: Parameters;
}
