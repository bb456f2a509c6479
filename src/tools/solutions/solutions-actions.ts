import type { ConnectOptions } from "../../compute/jobs/connect-modes";
import type { CurveKind } from "../../model/training/curve";
import type { Choice, Role } from "./solutions-state";

/** The numbers of how a curve is trained. */
export type CurveOption = Exclude<keyof ConnectOptions, "kind">;

/** What the reader can do in the tool. */
export interface SolutionsActions {
  readonly keepPresent: () => void;
  readonly trainSeeds: () => void;
  /** Ends what is under way; what it has kept so far stays. */
  readonly cancel: () => void;
  /** Takes a typed number as near as it may be. @returns what was taken */
  readonly setSeedCount: (typed: number) => number;
  readonly setFirstSeed: (typed: number) => number;
  readonly open: (id: string) => void;
  readonly startRenaming: (id: string | null) => void;
  readonly rename: (id: string, name: string) => void;
  readonly remove: (id: string) => void;
  readonly restore: () => void;
  readonly save: (id: string) => void;
  readonly saveAll: () => void;
  readonly read: (file: File) => void;
  readonly choose: (role: Role, choice: Choice) => void;
  readonly compare: () => void;
  readonly planeToSecond: () => void;
  readonly planeThroughThree: () => void;
  readonly connect: () => void;
  readonly setCurveKind: (kind: CurveKind) => void;
  readonly setCurveOption: (name: CurveOption, typed: number) => number;
  readonly showConnection: () => void;
}
